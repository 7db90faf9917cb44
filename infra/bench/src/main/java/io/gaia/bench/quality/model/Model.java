package io.gaia.bench.quality.model;

import io.gaia.bench.quality.play.Moment;
import io.gaia.flink.detection.model.DetectionDefaults;
import io.gaia.flink.detection.model.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Something that gives a moment a score.
 *
 * @param score higher is worse; from 0 to 1 and on the scale of the levels, if it has levels
 * @param calling the score that it calls the teacher by
 */
public record Model(
    String name,
    boolean hasLevels,
    ToDoubleFunction<Moment> score,
    ToDoubleFunction<Moment> calling) {
  public static final String OURS = "Gaia's score";
  public static final String SEED = "the seed's rule";

  private Model(String name, boolean hasLevels, ToDoubleFunction<Moment> score) {
    this(name, hasLevels, score, score);
  }

  /** All that is known before anything is fitted. */
  public static List<Model> all() {
    List<Model> models = new ArrayList<>();
    models.add(new Model(OURS, true, Moment::score, Moment::own));
    models.add(new Model(SEED, true, moment -> moment.minute().level().lowerEdge()));
    models.add(new Model("failures so far on the item", false, Moment::failures));
    models.add(new Model("time on the item so far", false, Moment::secondsOnItem));
    models.add(new Model("share of others who failed as often", false, Moment::othersAsFar));
    for (Signal signal : Signal.values()) {
      double weight = DetectionDefaults.rule(signal).weight();
      models.add(
          new Model(
              signal.wireName() + " alone",
              weight > 0,
              moment -> weight * moment.intensity(signal)));
    }
    return models;
  }
}
