package io.gaia.bench.quality.play;

import io.gaia.flink.detection.model.Measured;
import io.gaia.flink.detection.model.Signal;
import java.util.List;

/**
 * What is known about a student at one moment.
 *
 * @param signals as the scoring measures them; one that is absent is not known
 * @param score Gaia's, with the weights of the table
 * @param own Gaia's, without what only the class shows: what alerts go by
 * @param minute what the seed's rule goes by
 * @param failures attempts on the item that failed
 * @param secondsOnItem since the student was first seen on the item
 * @param othersAsFar share of the others on the item who failed as often, 0 while unknown
 */
public record Moment(
    List<Measured> signals,
    double score,
    double own,
    Minute minute,
    int failures,
    double secondsOnItem,
    double othersAsFar) {

  public Moment {
    signals = List.copyOf(signals);
  }

  /** 0 when the signal is not known. */
  public double intensity(Signal signal) {
    for (Measured measured : signals) {
      if (measured.signal() == signal) {
        return measured.intensity();
      }
    }
    return 0;
  }
}
