package io.gaia.bench.detection.streams;

import io.gaia.flink.detection.Lateness;
import io.gaia.flink.detection.model.ItemBook;
import io.gaia.flink.detection.model.ItemRecord;
import io.gaia.flink.detection.model.Observation;
import java.util.Comparator;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Attempts take along how others fare on the item: on arrival, and again in event order. */
final class ItemProcessor implements Processor<String, Told, String, Told> {
  private static final String LIVE = "live";
  private static final String ORDERED = "ordered";

  private ProcessorContext<String, Told> context;
  private KeyValueStore<String, ItemRecord> records;
  private KeyValueStore<String, ItemRecord.Visit> visits;
  private KeyValueStore<String, Stored.Pane> waiting;
  private Timers timers;
  private final Clock clock = new Clock();

  @Override
  public void init(ProcessorContext<String, Told> given) {
    context = given;
    records = context.getStateStore(StreamsTopology.ITEM_RECORDS);
    visits = context.getStateStore(StreamsTopology.ITEM_VISITS);
    waiting = context.getStateStore(StreamsTopology.ITEM_WAITING);
    timers = new Timers(context.getStateStore(StreamsTopology.ITEM_TIMERS));
    context.schedule(Clock.LOOK, PunctuationType.WALL_CLOCK_TIME, now -> decide());
  }

  @Override
  public void process(Record<String, Told> record) {
    Observation attempt = record.value().observation();
    if (Lateness.isLate(attempt, clock.time())) {
      return;
    }
    clock.see(attempt.at());
    long pane = Lateness.paneEnd(attempt.at());
    String place = record.key() + '\u0000' + pane;
    Stored.Pane known = waiting.get(place);
    Stored.Pane sameTime = known == null ? new Stored.Pane() : known;
    if (known == null) {
      timers.set(Lateness.isComplete(pane), place);
    } else if (sameTime.knows(attempt)) {
      return;
    }
    sameTime.events.add(attempt);
    waiting.put(place, sameTime);
    forward(Told.Form.LIVE_ATTEMPT, write(LIVE, record.key(), attempt), record.timestamp());
  }

  private void decide() {
    for (Timers.Due due : timers.takeUpTo(clock.time())) {
      Stored.Pane pane = waiting.delete(due.key());
      if (pane == null) {
        continue;
      }
      String item = due.key().substring(0, due.key().lastIndexOf('\u0000'));
      pane.events.sort(
          Comparator.comparingLong(Observation::at).thenComparing(Observation::eventId));
      for (Observation attempt : pane.events) {
        forward(Told.Form.ORDERED_ATTEMPT, write(ORDERED, item, attempt), attempt.at());
      }
    }
  }

  private void forward(Told.Form form, Observation informed, long timestamp) {
    context.forward(
        new Record<>(informed.studentId(), new Told(form, informed), Math.max(0, timestamp)));
  }

  private Observation write(String book, String category, Observation attempt) {
    String ofCategory = book + '\u0000' + category;
    String ofItem = ofCategory + '\u0000' + attempt.itemId();
    String ofVisitor = ofItem + '\u0000' + attempt.studentId();
    ItemRecord item = record(ofItem);
    ItemRecord all = record(ofCategory);
    ItemRecord.Visit known = visits.get(ofVisitor);
    ItemRecord.Visit visit = known == null ? new ItemRecord.Visit() : known;
    Observation informed =
        attempt.withPeers(ItemBook.attempt(item, all, visit, known == null, attempt));
    records.put(ofItem, item);
    records.put(ofCategory, all);
    visits.put(ofVisitor, visit);
    return informed;
  }

  private ItemRecord record(String key) {
    ItemRecord known = records.get(key);
    return known == null ? new ItemRecord() : known;
  }
}
