package io.gaia.server.classroom;

import io.gaia.schemas.event.Reason;
import io.gaia.schemas.event.StudentFrustration;
import java.time.Instant;
import java.util.List;

/**
 * One moment of a student's story.
 *
 * @param score 0 to 1
 * @param signals what the score was made of
 */
public record StoryPoint(Instant at, double score, List<SignalShare> signals) {

  /**
   * One signal's part.
   *
   * @param share its part of the score, 0 to 1
   */
  public record SignalShare(String signal, double share) {}

  static StoryPoint of(StudentFrustration score) {
    return new StoryPoint(
        score.at(), score.score(), score.reasons().stream().map(StoryPoint::share).toList());
  }

  private static SignalShare share(Reason reason) {
    // few different names, many points: they share one copy
    return new SignalShare(reason.signal().intern(), reason.share());
  }

  ScorePoint scorePoint() {
    return new ScorePoint(at, score);
  }
}
