package io.gaia.flink.detection;

import io.gaia.flink.detection.model.Contribution;
import io.gaia.flink.detection.model.Judgement;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Level;
import java.util.List;
import java.util.stream.Collectors;

/** What was last published about a student in an app; its fields are state. */
public class Publication {
  private static final double SCORE_STEP = 0.02;
  private static final long REPORT_AGAIN_MILLIS = 60_000;

  public double score;
  public Level level = Level.NONE;
  public String signals = "";
  public String itemId = "";
  public String classroomId = "";
  public long reportedAt;
  public boolean anything;

  /** Whether the score as published is out of date; notes the new one. */
  public boolean scoreChanged(LearnerState learner, Judgement judgement) {
    String names = names(judgement.reasons());
    boolean firstTrouble = anything || learner.score > 0;
    boolean changed =
        firstTrouble
            && (Math.abs(learner.score - score) >= SCORE_STEP
                || (learner.score == 0) != (score == 0)
                || learner.level != level
                || !names.equals(signals));
    if (changed) {
      score = learner.score;
      level = learner.level;
      signals = names;
      anything = true;
    }
    return changed;
  }

  private static String names(List<Contribution> reasons) {
    return reasons.isEmpty()
        ? ""
        : reasons.stream()
            .map(Contribution::signal)
            .map(Enum::name)
            .sorted()
            .collect(Collectors.joining(","));
  }

  /** Whether the class must hear of the student although the score is the same. */
  public boolean reportIsDue(LearnerState learner, String classroom) {
    boolean due =
        learner.now - reportedAt >= REPORT_AGAIN_MILLIS
            || !learner.itemId.equals(itemId)
            || !classroom.equals(classroomId);
    return due;
  }

  public void reported(LearnerState learner, String classroom) {
    reportedAt = learner.now;
    itemId = learner.itemId;
    classroomId = classroom;
  }
}
