package io.gaia.flink.detection.model;

import java.util.List;

/**
 * An episode opened, escalated or resolved.
 *
 * @param number tells a student's episodes in an app apart, and grows
 * @param revision counts this episode's changes from 1
 * @param quiet silence, not struggle
 * @param since when the trouble began
 * @param openedAt when it was enough to open the episode
 * @param level now; when resolved, what was reached
 * @param peakLevel the highest reached
 */
public record EpisodeChange(
    Kind kind,
    long number,
    int revision,
    boolean quiet,
    String classroomId,
    String lessonId,
    String itemId,
    long since,
    long openedAt,
    long at,
    Level level,
    double score,
    Level peakLevel,
    double peakScore,
    List<Contribution> reasons) {

  /** What happened to it. */
  public enum Kind {
    OPENED,
    ESCALATED,
    RESOLVED
  }
}
