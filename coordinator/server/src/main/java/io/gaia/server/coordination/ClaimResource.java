package io.gaia.server.coordination;

import io.dropwizard.auth.Auth;
import io.gaia.core.Reply;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.coordination.CommandDesk.Done;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

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

  ClaimResource(CommandDesk desk, ClaimWaits waits) {
    this.desk = desk;
    this.waits = waits;
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
  public record Claims(List<TaskJson> tasks) {}

  @POST
  @Operation(summary = "Take the best waiting tasks, or wait for one")
  public Claims claim(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey,
      Optional<ClaimBody> body) {
    ClaimBody asked = body.orElse(ClaimBody.EMPTY);
    long waitMs = asked.waitMs();
    Optional<String> requestId = CommandDesk.requestId(caller, idempotencyKey);
    Access.toSession(caller, desk.stale(), id);
    ClaimTasks command = asked.toCommand(id);
    Claims first = claim(requestId, command);
    if (!first.tasks().isEmpty() || waitMs == 0) {
      return first;
    }
    return claimWhenWoken(requestId, command, waitMs);
  }

  private Claims claimWhenWoken(Optional<String> requestId, ClaimTasks command, long waitMs) {
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    try (ClaimWaits.Claimer claimer = waits.join(command.sessionId(), command.lessonId())) {
      while (true) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        if (leftMs <= 0 || !claimer.await(leftMs)) {
          return new Claims(List.of());
        }
        // the same request: only an answer with tasks is kept for retries
        Claims claims = claim(requestId, command);
        if (!claims.tasks().isEmpty()) {
          return claims;
        }
        claimer.waitAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemCode.UNAVAILABLE.because("The coordinator stops");
    }
  }

  private Claims claim(Optional<String> requestId, ClaimTasks command) {
    Done<Reply.Claimed> done = desk.ask(Reply.Claimed.class, requestId, command);
    return new Claims(
        done.reply().tasks().stream()
            .map(claim -> TaskResource.json(done.view(), claim.taskId()))
            .toList());
  }

  static long checkedWaitMs(double seconds) {
    if (!(seconds >= 0 && seconds <= MAX_WAIT_SECONDS)) {
      throw Problem.invalidField("wait_seconds", "wait_seconds takes 0 to 25").exception();
    }
    return Math.round(seconds * 1000);
  }
}
