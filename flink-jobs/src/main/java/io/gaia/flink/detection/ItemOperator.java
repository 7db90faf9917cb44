package io.gaia.flink.detection;

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
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Attempts pass here first, keyed by app and category of the item, and take along how the others
 * fare on it: once on arrival, for the live decision, and once in event order, for the history.
 * What a student did on an item is forgotten a day after the last attempt; the item's sums stay.
 */
final class ItemOperator extends KeyedProcessFunction<String, Observation, StudentMessage> {
  private static final long serialVersionUID = 1;
  private static final String CATEGORY = "";
  private static final long VISITS_KEPT_MILLIS = 24 * 60 * 60_000L;
  private static final long SWEEP_MILLIS = 60 * 60_000L;

  private transient Book live;
  private transient Book ordered;

  /** By the end of their pane: attempts whose turn in event order has not come. */
  private transient MapState<Long, List<Observation>> waiting;

  private transient Counter late;
  private transient Counter duplicates;

  static String key(Observation attempt) {
    return attempt.appName() + '\u0000' + ItemBook.category(attempt.itemId());
  }

  @Override
  public void open(OpenContext context) {
    live = new Book("live");
    ordered = new Book("ordered");
    waiting =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "waiting", Types.LONG, Types.LIST(TypeInformation.of(Observation.class))));
    late = getRuntimeContext().getMetricGroup().counter("late");
    duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
  }

  @Override
  public void processElement(Observation attempt, Context context, Collector<StudentMessage> out)
      throws Exception {
    long watermark = context.timerService().currentWatermark();
    if (Lateness.isLate(attempt, watermark)) {
      late.inc();
      return;
    }
    long pane = Lateness.paneEnd(attempt.at());
    List<Observation> sameTime = waiting.get(pane);
    if (sameTime == null) {
      sameTime = new ArrayList<>();
      context.timerService().registerEventTimeTimer(Lateness.isComplete(pane));
    } else if (sameTime.stream().anyMatch(a -> a.eventId().equals(attempt.eventId()))) {
      duplicates.inc();
      return;
    }
    sameTime.add(attempt);
    waiting.put(pane, sameTime);
    out.collect(StudentMessage.event(StudentMessage.Form.LIVE_ATTEMPT, live.write(attempt)));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<StudentMessage> out)
      throws Exception {
    long pane = timestamp - Lateness.ALLOWED_MILLIS;
    List<Observation> due = waiting.get(pane);
    if (due != null) {
      waiting.remove(pane);
      due.sort(Comparator.comparingLong(Observation::at).thenComparing(Observation::eventId));
      for (Observation attempt : due) {
        out.collect(
            StudentMessage.event(StudentMessage.Form.ORDERED_ATTEMPT, ordered.write(attempt)));
      }
      context.timerService().registerEventTimeTimer(nextSweep(timestamp + VISITS_KEPT_MILLIS));
    }
    if (timestamp % SWEEP_MILLIS == 1) {
      live.forgetBefore(timestamp - VISITS_KEPT_MILLIS);
      ordered.forgetBefore(timestamp - VISITS_KEPT_MILLIS);
    }
  }

  /** One past the full hour, so that no pane's timer is taken for a sweep. */
  private static long nextSweep(long at) {
    return (Math.floorDiv(at, SWEEP_MILLIS) + 1) * SWEEP_MILLIS + 1;
  }

  /** The records of a category and its items, and who visited them. */
  private final class Book {
    private final MapState<String, ItemRecord> records;
    private final MapState<String, ItemRecord.Visit> visits;

    Book(String name) {
      records =
          getRuntimeContext()
              .getMapState(
                  new MapStateDescriptor<>(
                      name + "-records", Types.STRING, Types.POJO(ItemRecord.class)));
      visits =
          getRuntimeContext()
              .getMapState(
                  new MapStateDescriptor<>(
                      name + "-visits", Types.STRING, Types.POJO(ItemRecord.Visit.class)));
    }

    Observation write(Observation attempt) throws Exception {
      ItemRecord item = record(attempt.itemId());
      ItemRecord category = record(CATEGORY);
      String visitor = attempt.itemId() + '\u0000' + attempt.studentId();
      ItemRecord.Visit known = visits.get(visitor);
      ItemRecord.Visit visit = known == null ? new ItemRecord.Visit() : known;
      Observation informed =
          attempt.withPeers(ItemBook.attempt(item, category, visit, known == null, attempt));
      records.put(attempt.itemId(), item);
      records.put(CATEGORY, category);
      visits.put(visitor, visit);
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
