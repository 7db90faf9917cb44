package io.gaia.server.hooks;

import io.dropwizard.auth.Auth;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Claude Code's HTTP hooks: whatever it does shows that its session is alive. */
@Path("/hooks/claude-code")
@Tag(name = "hooks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMINS, Role.AGENTS})
public final class ClaudeCodeResource {
  private static final Pattern SESSION_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final Pattern EVENT_NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private final HookSessions sessions;

  ClaudeCodeResource(HookSessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Takes any event. The answer is an empty object, which tells Claude Code to go on as it would.
   *
   * @param sessionId a session that was registered otherwise (by {@code gaia worker}, say) and that
   *     Claude Code works for; its owner registers and ends it
   * @param lessonId of the session that is registered for Claude Code's own
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "An event of Claude Code: registers its session, renews it, or ends it",
      description =
          "Every event renews the lease of the session claude-code-SESSION_ID, and registers it"
              + " first when it is not alive. Tool events also count as progress on the tasks it"
              + " holds. SessionEnd unregisters it. Unknown events are renewals.")
  public Map<String, Object> event(
      @Auth Caller caller,
      @Parameter(description = "The Gaia session that Claude Code works for, if not its own")
          @HeaderParam("X-Gaia-Session")
          Optional<String> sessionId,
      @QueryParam("lesson_id") Optional<String> lessonId,
      @NotNull(message = "is needed") HookEvent event) {
    String name = required("hook_event_name", EVENT_NAME, event.hookEventName());
    String claudeSession = required("session_id", SESSION_ID, event.sessionId());
    HookKind kind = HookKind.of(name);
    // a variable that is not set arrives as an empty header
    Optional<String> given = sessionId.map(String::strip).filter(id -> !id.isEmpty());
    if (given.isPresent()) {
      sessions.heard(caller, given.get(), kind);
    } else {
      sessions.heardOfOwn(caller, claudeSession, lessonId, event.cwd(), kind);
    }
    return Map.of();
  }

  private static String required(String field, Pattern pattern, Optional<String> value) {
    return value
        .filter(text -> pattern.matcher(text).matches())
        .orElseThrow(
            () -> Problem.invalidField(field, field + " takes " + pattern.pattern()).exception());
  }
}
