package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.Refusal;
import io.gaia.core.Refusal.Code;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.replication.TestNode;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a client is told for each "no" of the state machine. */
class RefusalProblemsTest {
  private static final Map<Code, Integer> STATUSES =
      new EnumMap<>(
          Map.of(
              Code.INVALID_FIELD, 400,
              Code.NOT_FOUND, 404,
              Code.STALE_FENCE, 409,
              Code.LOCK_HELD, 409,
              Code.NAME_TAKEN, 409,
              Code.WRONG_STATE, 409,
              Code.TOO_LARGE, 413,
              Code.IDEMPOTENCY_MISMATCH, 422,
              Code.TOO_MANY, 429));

  @Test
  void everyRefusalKeepsItsNameAndHasItsStatus() {
    assertThat(STATUSES).containsOnlyKeys(Code.values());
    STATUSES.forEach(
        (code, status) -> {
          Problem problem = RefusalProblems.of(Refusal.of(code, "why"));
          assertThat(problem.code().wireName()).isEqualTo(code.wireName());
          assertThat(problem.code().status()).as(code.wireName()).isEqualTo(status);
          assertThat(problem.detail()).isEqualTo("why");
        });
  }

  @Test
  void whatWaitsForAnUpgradeIsWorthAskingAgain() {
    Problem problem = RefusalProblems.of(TestNode.heldBack("not yet node-2"));
    assertThat(problem.code()).isEqualTo(ProblemCode.UPGRADE_UNDER_WAY);
    assertThat(problem.detail()).isEqualTo("not yet node-2");
    Response response = problem.toResponse();
    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeaderString("Retry-After")).isEqualTo("5");
  }

  @Test
  void theFieldAndTheTimeAreSaid() {
    Problem problem =
        RefusalProblems.of(
            new Refusal(
                Code.LOCK_HELD, "held", Optional.of("key"), OptionalLong.of(1_700_000_000_000L)));
    assertThat(problem.code()).isEqualTo(ProblemCode.LOCK_HELD);
    assertThat(problem.field()).contains("key");
    assertThat(problem.more()).containsEntry("until", Instant.parse("2023-11-14T22:13:20Z"));
  }
}
