package io.gaia.flink.detection;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Erasures;
import io.gaia.flink.detection.model.ItemBook;
import io.gaia.flink.detection.model.ItemRecord;
import io.gaia.flink.detection.model.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Attempts pass here first, keyed by app and category of the item, and take along how the others
 * fare on it: once on arrival, for the live decision, and once in event order, for the history.
 * What a student did on an item is forgotten a day after the last attempt; the item's sums stay.
 */
final class ItemOperator
    extends KeyedBroadcastProcessFunction<String, Observation, ErasureSignal, StudentMessage>
    implements WriteBackOperator.Writer {
  private static final long serialVersionUID = 1;
  private static final String CATEGORY = "";
  private static final MapStateDescriptor<Long, List<Observation>> WAITING = Panes.state("waiting");
  private static final String LIVE = "live";
  private static final String ORDERED = "ordered";

  /** Of attempts that wait. */
  private static final long BYTES_IN_MEMORY = 32L << 20;

  private static final long VISITS_KEPT_MILLIS = 24 * 60 * 60_000L;
  private static final long SWEEP_MILLIS = 60 * 60_000L;

  private transient LastUsed lastUsed;
  private transient Book live;
  private transient Book ordered;

  /** Attempts whose turn in event order has not come. */
  private transient Panes waiting;

  private transient Counter late;
  private transient Counter duplicates;

  static String key(Observation attempt) {
    return attempt.appName() + '\u0000' + ItemBook.category(attempt.itemId());
  }

  static WriteBackOperator<Observation, ErasureSignal, StudentMessage> operator() {
    return new WriteBackOperator<>(new ItemOperator(), List.of(Erasures.STATE));
  }

  @Override
  public void keepIn(LastUsed there) {
    lastUsed = there;
  }

  @Override
  public void open(OpenContext context) {
    live = new Book(LIVE);
    ordered = new Book(ORDERED);
    waiting =
        new Panes(
            lastUsed.of(
                getRuntimeContext().getMapState(WAITING),
                PackedObservations::bytesOf,
                BYTES_IN_MEMORY));
    late = getRuntimeContext().getMetricGroup().counter("late");
    duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
  }

  @Override
  public void processElement(
      Observation attempt, ReadOnlyContext context, Collector<StudentMessage> out)
      throws Exception {
    long watermark = context.timerService().currentWatermark();
    if (Lateness.isLate(attempt, watermark)) {
      late.inc();
      return;
    }
    ItemRecord.Visit known = live.visit(attempt);
    if (known == null
        && Erasures.cover(
            context.getBroadcastState(Erasures.STATE), attempt.studentId(), attempt.at())) {
      return;
    }
    switch (waiting.add(attempt)) {
      case ITSELF -> {
        duplicates.inc();
        return;
      }
      case NOTHING ->
          context
              .timerService()
              .registerEventTimeTimer(
                  Lateness.turnOfItem(Lateness.paneEnd(attempt.at()), context.getCurrentKey()));
      case OTHERS -> {}
    }
    out.collect(StudentMessage.event(StudentMessage.Form.LIVE_ATTEMPT, live.write(attempt, known)));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<StudentMessage> out)
      throws Exception {
    // the newest that is complete: this key's turn may come anywhere within the next
    long pane = Lateness.paneEnd(timestamp - Lateness.ALLOWED_MILLIS) - Lateness.PANE_MILLIS;
    List<Observation> due = waiting.take(pane);
    if (!due.isEmpty()) {
      due.sort(Comparator.comparingLong(Observation::at).thenComparing(Observation::eventId));
      for (Observation attempt : due) {
        out.collect(
            StudentMessage.event(
                StudentMessage.Form.ORDERED_ATTEMPT,
                ordered.write(attempt, ordered.visit(attempt))));
      }
      context.timerService().registerEventTimeTimer(nextSweep(timestamp + VISITS_KEPT_MILLIS));
    }
    if (timestamp % SWEEP_MILLIS == 1) {
      live.forgetBefore(timestamp - VISITS_KEPT_MILLIS);
      ordered.forgetBefore(timestamp - VISITS_KEPT_MILLIS);
    }
  }

  /** The sums stay: they name nobody. */
  @Override
  public void processBroadcastElement(
      ErasureSignal signal, Context context, Collector<StudentMessage> out) throws Exception {
    Erasures.take(signal, context.getBroadcastState(Erasures.STATE));
    if (!signal.isSweep()) {
      return;
    }
    lastUsed.empty();
    String student = signal.studentId();
    for (String book : List.of(LIVE, ORDERED)) {
      context.applyToKeyedState(
          Book.visits(book),
          (item, visits) -> {
            List<String> gone = new ArrayList<>();
            for (String visitor : visits.keys()) {
              if (visitor.endsWith('\u0000' + student)) {
                gone.add(visitor);
              }
            }
            for (String visitor : gone) {
              visits.remove(visitor);
            }
          });
    }
    context.applyToKeyedState(
        WAITING,
        (item, panes) -> new Panes(panes).removeIf(attempt -> attempt.studentId().equals(student)));
  }

  /**
   * One past the full hour. Should a pane's timer fire there, or a sweep find a pane, nothing is
   * lost: each time what is complete is handed on, and what is old forgotten.
   */
  private static long nextSweep(long at) {
    return (Math.floorDiv(at, SWEEP_MILLIS) + 1) * SWEEP_MILLIS + 1;
  }

  /** The records of a category and its items, and who visited them. */
  private final class Book {
    private final MapState<String, ItemRecord> records;
    private final MapState<String, ItemRecord.Visit> visits;

    Book(String name) {
      records =
          lastUsed.of(
              getRuntimeContext()
                  .getMapState(
                      new MapStateDescriptor<>(
                          name + "-records", StringSerializer.INSTANCE, ItemForms.RECORD)));
      visits = lastUsed.of(getRuntimeContext().getMapState(visits(name)));
    }

    static MapStateDescriptor<String, ItemRecord.Visit> visits(String name) {
      return new MapStateDescriptor<>(name + "-visits", StringSerializer.INSTANCE, ItemForms.VISIT);
    }

    /** What the student did on the item before; null: nothing. */
    ItemRecord.Visit visit(Observation attempt) throws Exception {
      return visits.get(visitor(attempt));
    }

    private static String visitor(Observation attempt) {
      return attempt.itemId() + '\u0000' + attempt.studentId();
    }

    Observation write(Observation attempt, ItemRecord.Visit known) throws Exception {
      ItemRecord item = record(attempt.itemId());
      ItemRecord category = record(CATEGORY);
      ItemRecord.Visit visit = known == null ? new ItemRecord.Visit() : known;
      Observation informed =
          attempt.withPeers(ItemBook.attempt(item, category, visit, known == null, attempt));
      records.put(attempt.itemId(), item);
      records.put(CATEGORY, category);
      visits.put(visitor(attempt), visit);
      return informed;
    }

    private ItemRecord record(String name) throws Exception {
      ItemRecord record = records.get(name);
      return record == null ? new ItemRecord() : record;
    }

    void forgetBefore(long time) throws Exception {
      List<String> old = new ArrayList<>();
      for (Map.Entry<String, ItemRecord.Visit> visit : visits.entries()) {
        if (visit.getValue().lastAt < time) {
          old.add(visit.getKey());
        }
      }
      for (String visitor : old) {
        visits.remove(visitor);
      }
    }
  }
}
