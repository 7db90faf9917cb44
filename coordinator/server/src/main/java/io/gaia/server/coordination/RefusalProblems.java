package io.gaia.server.coordination;

import io.gaia.core.Refusal;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import java.time.Instant;
import java.util.Map;

/** The one place where the state machine's refusals become problem+json. */
final class RefusalProblems {
  private RefusalProblems() {}

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
