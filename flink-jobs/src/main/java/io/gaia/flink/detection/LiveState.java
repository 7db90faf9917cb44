package io.gaia.flink.detection;

import io.gaia.flink.detection.model.LearnerState;

/** A student in an app, as judged on arrival; its fields are state. */
public class LiveState {
  public LearnerState learner = new LearnerState();
  public Publication published = new Publication();
}
