package io.gaia.server.coordination;

import io.gaia.core.Refusal;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.replication.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The one place where what became of a command that was not accepted becomes problem+json. */
final class RefusalProblems {
  /** Nodes are upgraded one after the other: it takes a while. */
  private static final Duration UPGRADE_PAUSE = Duration.ofSeconds(5);

  private RefusalProblems() {}

  static Problem of(UnavailableException unavailable) {
    return unavailable.isHeldBack()
        ? Problem.of(ProblemCode.UPGRADE_UNDER_WAY, unavailable.getMessage()).after(UPGRADE_PAUSE)
        : Problem.of(ProblemCode.UNAVAILABLE, unavailable.getMessage());
  }

  static Problem of(Refusal refusal) {
    Problem problem = Problem.of(code(refusal.code()), refusal.detail());
    if (refusal.field().isPresent()) {
      problem = problem.at(refusal.field().get());
    }
    return refusal.untilMs().isPresent()
        ? problem.with(Map.of("until", Instant.ofEpochMilli(refusal.untilMs().getAsLong())))
        : problem;
  }

  private static ProblemCode code(Refusal.Code code) {
    return switch (code) {
      case INVALID_FIELD -> ProblemCode.INVALID_FIELD;
      case NOT_FOUND -> ProblemCode.NOT_FOUND;
      case STALE_FENCE -> ProblemCode.STALE_FENCE;
      case LOCK_HELD -> ProblemCode.LOCK_HELD;
      case NAME_TAKEN -> ProblemCode.NAME_TAKEN;
      case WRONG_STATE -> ProblemCode.WRONG_STATE;
      case IDEMPOTENCY_MISMATCH -> ProblemCode.IDEMPOTENCY_MISMATCH;
      case TOO_LARGE -> ProblemCode.TOO_LARGE;
      case TOO_MANY -> ProblemCode.TOO_MANY;
    };
  }
}
