package io.gaia.flink.detection;

import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.Outgoing;
import io.gaia.flink.common.RawRecord;
import io.gaia.flink.common.Rejection;
import io.gaia.schemas.event.RejectedEvent;
import io.gaia.schemas.json.StudentEventReader;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Reads and checks a record of the input, with the check that the collector and all jobs share. */
public final class EventCheck implements KafkaEnds.Decoder<CheckedEvent> {
  private static final long serialVersionUID = 1;

  @Override
  public CheckedEvent decode(RawRecord record) {
    Instant receivedAt = Instant.ofEpochMilli(record.timestamp());
    return StudentEventReader.read(record.value(), receivedAt)
        .match(
            accepted ->
                Observations.of(accepted.event())
                    .map(observation -> CheckedEvent.observation(observation, record.timestamp()))
                    .orElseGet(
                        () ->
                            CheckedEvent.archived(
                                accepted.event().timestamp().toEpochMilli(), record.timestamp())),
            rejected ->
                CheckedEvent.rejected(
                    outgoing(Rejection.of(record, rejected.reason(), rejected.field())),
                    record.timestamp()));
  }

  private static Outgoing outgoing(RejectedEvent rejected) {
    return Outgoing.of(rejected.id(), rejected);
  }

  @Override
  public TypeInformation<CheckedEvent> type() {
    return TypeInformation.of(CheckedEvent.class);
  }
}
