package io.gaia.server.coordination;

import io.dropwizard.auth.Auth;
import io.gaia.core.Reply;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.core.model.Session;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.coordination.CommandDesk.Done;
import io.gaia.server.http.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** Sessions take work, and wait for it. */
@Path("/sessions/{id}/claims")
@Tag(name = "tasks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMINS, Role.AGENTS})
public final class ClaimResource {
  /** How long a request may wait, in seconds. */
  static final double MAX_WAIT_SECONDS = 25;

  private final CommandDesk desk;
  private final ClaimWaits waits;
  private final Waiting waiting;

  ClaimResource(CommandDesk desk, ClaimWaits waits, Waiting waiting) {
    this.desk = desk;
    this.waits = waits;
    this.waiting = waiting;
  }

  /**
   * What a session asks for.
   *
   * @param max tasks, 1 if absent
   * @param waitSeconds for the first of them; 0 if absent
   * @param lessonId only of that lesson
   */
  public record ClaimBody(
      Optional<Integer> max,
      Optional<Double> waitSeconds,
      Optional<String> lessonId,
      Optional<Long> incarnation) {
    static final ClaimBody EMPTY =
        new ClaimBody(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    ClaimTasks toCommand(String sessionId) {
      return new ClaimTasks(sessionId, Fields.number(incarnation), max.orElse(1), lessonId);
    }

    long waitMs() {
      return checkedWaitMs(waitSeconds.orElse(0.0));
    }
  }

  /** The tasks a session got, best first. */
  public record Claims(List<TaskJson> tasks) {
    static final Claims NONE = new Claims(List.of());

    static Claims of(Done<Reply.Claimed> done) {
      return new Claims(
          done.reply().tasks().stream()
              .map(claim -> TaskJson.of(done.task(claim.taskId())))
              .toList());
    }
  }

  /** Answers at once when there is work at once; else the request waits without a thread. */
  @POST
  @Operation(summary = "Take the best waiting tasks, or wait for one")
  @ApiResponse(
      responseCode = "200",
      description =
          "The tasks; none when there was no work in time, which stays the answer under that"
              + " Idempotency-Key for five minutes",
      content = @Content(schema = @Schema(implementation = Claims.class)))
  public Object claim(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey,
      @Context HttpServletRequest request,
      Optional<ClaimBody> body) {
    ClaimBody asked = body.orElse(ClaimBody.EMPTY);
    long waitMs = asked.waitMs();
    Optional<String> requestId = CommandDesk.requestId(caller, idempotencyKey);
    Session session = Access.toSession(caller, desk, id);
    ClaimRequest claim = new ClaimRequest(requestId, asked.toCommand(id), waitMs);
    Done<Reply.Claimed> first =
        desk.ask(Reply.Claimed.class, claim.requestId(), claim.whileItWaits(desk.formatVersion()));
    return claim.waitsOn(first)
        ? new ClaimWait(desk, waits, waiting, claim).answer(session, waiting.presence(request))
        : Claims.of(first);
  }

  static long checkedWaitMs(double seconds) {
    if (!(seconds >= 0 && seconds <= MAX_WAIT_SECONDS)) {
      throw Problem.invalidField("wait_seconds", "wait_seconds takes 0 to 25").exception();
    }
    return Math.round(seconds * 1000);
  }
}
