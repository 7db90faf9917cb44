package io.gaia.server.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.auth.Auth;
import io.gaia.core.Reply;
import io.gaia.core.View;
import io.gaia.core.command.LockCommand.AcquireLock;
import io.gaia.core.command.LockCommand.ReleaseLock;
import io.gaia.core.command.LockCommand.RenewLock;
import io.gaia.core.model.Lock;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.coordination.CommandDesk.Done;
import io.gaia.server.http.Page;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.replication.LockWait;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.OptionalLong;

/** Locks with fences: whoever writes under a lock carries its fence along. */
@Path("/locks")
@Tag(name = "locks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMINS, Role.AGENTS})
public final class LockResource {
  private final CommandDesk desk;
  private final Waiting waiting;
  private final LockTurns turns;

  LockResource(CommandDesk desk, Waiting waiting) {
    this.desk = desk;
    this.waiting = waiting;
    turns = new LockTurns(desk, waiting);
  }

  /**
   * What a session asks for.
   *
   * @param ttlSeconds how long the lock lives without renewal
   * @param waitSeconds for its turn; 0 if absent
   */
  public record AcquireBody(
      Optional<String> sessionId,
      Optional<Double> ttlSeconds,
      Optional<Double> waitSeconds,
      Optional<Long> incarnation,
      Optional<JsonNode> metadata) {

    AcquireLock toCommand(String key) {
      return new AcquireLock(
          key,
          Fields.required("session_id", sessionId),
          Fields.number(incarnation),
          Fields.millis("ttl_seconds", Fields.required("ttl_seconds", ttlSeconds)),
          ClaimResource.checkedWaitMs(waitSeconds.orElse(0.0)),
          Fields.object("metadata", metadata));
    }
  }

  /** Answers at once when the lock is free or not waited for; else waits without a thread. */
  @PUT
  @Path("/{key}")
  @Operation(summary = "Take a lock, wait for it, or renew it")
  @ApiResponse(
      responseCode = "201",
      description = "The lock, now the session's",
      content = @Content(schema = @Schema(implementation = LockJson.class)))
  @ApiResponse(
      responseCode = "200",
      description = "The lock, which the session had already, for longer",
      content = @Content(schema = @Schema(implementation = LockJson.class)))
  public Object acquire(
      @Auth Caller caller,
      @PathParam("key") String key,
      @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey,
      @Context HttpServletRequest request,
      @NotNull(message = "is needed") AcquireBody body) {
    AcquireLock command = body.toCommand(key);
    Access.toSession(caller, desk, command.sessionId());
    Optional<String> requestId = CommandDesk.requestId(caller, idempotencyKey);
    if (command.waitMs() == 0) {
      return granted(desk.ask(Reply.Locked.class, requestId, command));
    }
    LockWait wait = turns.line(requestId, command);
    return turns.answer(wait, desk.await(wait.entered()), waiting.presence(request), command);
  }

  static Response granted(Done<Reply.Locked> done) {
    return Response.status(done.reply().renewed() ? Response.Status.OK : Response.Status.CREATED)
        .entity(lock(done))
        .build();
  }

  static LockJson lock(Done<Reply.Locked> done) {
    return LockJson.granted(done.lock(done.reply().key()), done.reply().expiresAtMs());
  }

  @GET
  @Operation(summary = "List held locks")
  public Page<LockJson> list(
      @QueryParam("session_id") Optional<String> sessionId,
      @QueryParam("limit") Optional<Integer> limit,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("consistency") Optional<String> consistency) {
    View view = desk.view(consistency);
    Iterable<Lock> matching =
        Filtered.of(
            view.locks(),
            lock ->
                lock.key().compareTo(cursor.orElse("")) >= 0
                    && sessionId.map(id -> lock.ownerId().equals(id)).orElse(true));
    return Page.of(
        matching,
        Page.limit(limit),
        Lock::key,
        lock -> LockJson.of(lock, view.promisedEndMs(lock)));
  }

  @GET
  @Path("/{key}")
  @Operation(summary = "Look at a lock")
  public LockJson get(
      @PathParam("key") String key, @QueryParam("consistency") Optional<String> consistency) {
    return json(desk.view(consistency), key);
  }

  /** Whose lock it is. */
  public record RenewBody(
      Optional<String> sessionId, Optional<Long> fence, Optional<Double> ttlSeconds) {

    RenewLock toCommand(String key) {
      OptionalLong ttlMs =
          ttlSeconds
              .map(seconds -> OptionalLong.of(Fields.millis("ttl_seconds", seconds)))
              .orElse(OptionalLong.empty());
      return new RenewLock(
          key, Fields.required("session_id", sessionId), Fields.required("fence", fence), ttlMs);
    }
  }

  @POST
  @Path("/{key}/renew")
  @Operation(summary = "Count the lock's time from now")
  public LockJson renew(
      @Auth Caller caller,
      @PathParam("key") String key,
      @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey,
      @NotNull(message = "is needed") RenewBody body) {
    Access.toSession(caller, desk, Fields.required("session_id", body.sessionId()));
    return lock(
        desk.ask(
            Reply.Locked.class,
            CommandDesk.requestId(caller, idempotencyKey),
            body.toCommand(key)));
  }

  @DELETE
  @Path("/{key}")
  @Operation(summary = "Give a lock up")
  public void release(
      @Auth Caller caller,
      @PathParam("key") String key,
      @QueryParam("session_id") Optional<String> sessionId,
      @QueryParam("fence") Optional<Long> fence,
      @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey) {
    String session = Fields.required("session_id", sessionId);
    Access.toSession(caller, desk, session);
    desk.ask(
        Reply.class, CommandDesk.requestId(caller, idempotencyKey), toRelease(key, session, fence));
  }

  static ReleaseLock toRelease(String key, String sessionId, Optional<Long> fence) {
    return new ReleaseLock(key, sessionId, Fields.required("fence", fence));
  }

  private static LockJson json(View view, String key) {
    Lock lock =
        view.lock(key)
            .orElseThrow(() -> ProblemCode.NOT_FOUND.because("The lock " + key + " is free"));
    return LockJson.of(lock, view.promisedEndMs(lock));
  }
}
