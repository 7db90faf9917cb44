package io.gaia.server.coordination;

import io.gaia.core.model.Affinity;
import java.util.Optional;

/** A session's closeness to a lesson, as clients see it; the score is 0 to 100. */
record AffinityJson(
    String sessionId, String lessonId, int score, Optional<TimeWindowJson> timeWindow) {
  static AffinityJson of(Affinity affinity) {
    return new AffinityJson(
        affinity.sessionId(),
        affinity.lessonId(),
        affinity.score(),
        affinity.timeWindow().map(TimeWindowJson::of));
  }
}
