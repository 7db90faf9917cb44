package io.gaia.server.classroom;

import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.TeacherAlert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a class within a time, newest first.
 *
 * @param effects of the help that came while an episode lasted
 * @param complete false when there was more than is told
 */
public record ClassHistory(
    List<PastAlert> alerts,
    List<Intervention> interventions,
    List<HelpEffect> effects,
    boolean complete) {

  /**
   * @param alert as its last revision told it
   * @param peakLevel the highest level of its episode; absent until the episode is stored
   * @param resolvedAt when its episode was over, or the alert while the episode is not stored;
   *     absent while it lasts
   */
  public record PastAlert(
      TeacherAlert alert, Optional<FrustrationLevel> peakLevel, Optional<Instant> resolvedAt) {}
}
