package io.gaia.local.stack;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.gaia.client.auth.Role;
import io.gaia.client.auth.TokenMinter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A bearer token of each role, as in {@code stack.json}. */
@JsonPropertyOrder({"admin", "teacher", "agent", "app", "analyst"})
public record Tokens(String admin, String teacher, String agent, String app, String analyst) {

  /** Who the local stack's teacher is; teaches every classroom of it. */
  public static final String TEACHER_ID = "teacher-1";

  private static final Duration VALID_FOR = Duration.ofDays(30);
  private static final List<String> EVERY_CLASSROOM = List.of(TokenMinter.EVERY_CLASSROOM);

  static Tokens mint(Path signingKey) throws IOException {
    TokenMinter minter = TokenMinter.fromKeyFile(signingKey);
    return new Tokens(
        minter.mint(List.of(Role.ADMIN), "admin-1", EVERY_CLASSROOM, VALID_FOR),
        minter.mint(List.of(Role.TEACHER), TEACHER_ID, EVERY_CLASSROOM, VALID_FOR),
        minter.mint(List.of(Role.AGENT), "agent-1", List.of(), VALID_FOR),
        minter.mint(List.of(Role.APP), "app-1", List.of(), VALID_FOR),
        minter.mint(List.of(Role.ANALYST), "analyst-1", List.of(), VALID_FOR));
  }
}
