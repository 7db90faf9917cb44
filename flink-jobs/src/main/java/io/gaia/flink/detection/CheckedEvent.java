package io.gaia.flink.detection;

import io.gaia.flink.common.Outgoing;
import io.gaia.flink.common.Timed;
import io.gaia.flink.detection.model.Observation;
import java.util.Optional;

/**
 * What a record of the input turned out to be: an observation, a rejected event, or, with neither,
 * a metric of an unknown type, which is archived but not scored.
 *
 * @param observed null when there is none (a field of a Flink type; read {@link #observation})
 * @param refused null when it is none (a field of a Flink type; read {@link #rejected})
 */
public record CheckedEvent(Observation observed, Outgoing refused, long at, long receivedAt)
    implements Timed {

  static CheckedEvent observation(Observation observation, long receivedAt) {
    return new CheckedEvent(observation, null, observation.at(), receivedAt);
  }

  static CheckedEvent rejected(Outgoing rejected, long receivedAt) {
    return new CheckedEvent(null, rejected, UNKNOWN, receivedAt);
  }

  static CheckedEvent archived(long at, long receivedAt) {
    return new CheckedEvent(null, null, at, receivedAt);
  }

  public Optional<Observation> observation() {
    return Optional.ofNullable(observed);
  }

  public Optional<Outgoing> rejected() {
    return Optional.ofNullable(refused);
  }
}
