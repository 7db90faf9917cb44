package io.gaia.bench.detection.streams;

import io.gaia.flink.detection.Observations;
import io.gaia.flink.detection.model.ItemBook;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.schemas.json.StudentEventReader;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Reads and checks an event; attempts go by their item, the rest straight on. */
final class CheckProcessor implements Processor<String, byte[], String, Told> {
  private ProcessorContext<String, Told> context;

  @Override
  public void init(ProcessorContext<String, Told> given) {
    context = given;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    Optional<Observation> read =
        StudentEventReader.read(record.value(), Instant.ofEpochMilli(record.timestamp()))
            .match(accepted -> Observations.of(accepted.event()), rejected -> Optional.empty());
    if (read.isEmpty()) {
      return;
    }
    Observation event = read.get();
    Told told = new Told(Told.Form.EVENT, event);
    if (event.kind() == ObservationKind.ATTEMPT && !event.itemId().isEmpty()) {
      String item = event.appName() + '\u0000' + ItemBook.category(event.itemId());
      context.forward(record.withKey(item).withValue(told), StreamsTopology.TO_ITEMS);
    } else {
      context.forward(record.withValue(told), StreamsTopology.STUDENTS);
    }
  }
}
