package io.gaia.server.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.auth.Auth;
import io.gaia.core.Reply;
import io.gaia.core.command.ProgressReport;
import io.gaia.core.command.SessionChange;
import io.gaia.core.command.SessionCommand.FailSession;
import io.gaia.core.command.SessionCommand.Heartbeat;
import io.gaia.core.command.SessionCommand.RegisterSession;
import io.gaia.core.command.SessionCommand.UnregisterSession;
import io.gaia.core.command.SessionCommand.UpdateSession;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Session;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.SessionStatus;
import io.gaia.core.model.Tier;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.coordination.CommandDesk.Done;
import io.gaia.server.http.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Sessions: register, renew, change, end, look at. */
@Path("/sessions")
@Tag(name = "sessions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMINS, Role.AGENTS})
public final class SessionResource {
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final CommandDesk desk;

  SessionResource(CommandDesk desk) {
    this.desk = desk;
  }

  /** What a session says of itself. */
  public record Registration(
      @NotNull(message = "is needed") String name,
      @NotNull(message = "takes one of high_level, manager, worker") String tier,
      @NotNull(message = "takes one of claude, codex, ollama, openai, gemini, other")
          String provider,
      Optional<List<String>> capabilities,
      Optional<String> lessonId,
      Optional<TimeWindowJson> timeWindow,
      Optional<Integer> maxConcurrentTasks,
      Optional<JsonNode> metadata,
      Optional<Boolean> takeover) {

    SessionProfile toProfile(String userId) {
      return new SessionProfile(
          name,
          userId,
          Fields.constant(Tier.class, "tier", tier),
          Fields.constant(Provider.class, "provider", provider),
          capabilities.orElse(List.of()),
          lessonId,
          timeWindow.map(window -> window.toWindow("time_window")),
          maxConcurrentTasks.orElse(1),
          Fields.object("metadata", metadata));
    }
  }

  @POST
  @Operation(summary = "Register a session, or come back as a new incarnation of its name")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = SessionJson.class)))
  public Response register(
      @Auth Caller caller,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> idempotencyKey,
      @Valid @NotNull(message = "is needed") Registration body) {
    if (body.takeover().orElse(false)) {
      Access.toName(caller, desk.newest(), body.name());
    }
    RegisterSession command =
        new RegisterSession(
            "s-" + UUID.randomUUID(),
            body.toProfile(caller.subject()),
            body.takeover().orElse(false));
    Done<Reply.Registered> done =
        desk.ask(Reply.Registered.class, CommandDesk.requestId(caller, idempotencyKey), command);
    return Response.status(Response.Status.CREATED)
        .entity(SessionJson.of(done.session(done.reply().sessionId())))
        .build();
  }

  @GET
  @Operation(summary = "List sessions")
  public Page<SessionJson> list(
      @QueryParam("status") Optional<String> status,
      @QueryParam("lesson_id") Optional<String> lessonId,
      @QueryParam("limit") Optional<Integer> limit,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("consistency") Optional<String> consistency) {
    Optional<SessionStatus> wanted =
        status.map(name -> Fields.constant(SessionStatus.class, "status", name));
    Iterable<Session> matching =
        Filtered.of(
            desk.view(consistency).sessions(),
            session ->
                session.id().compareTo(cursor.orElse("")) >= 0
                    && wanted.map(value -> session.status() == value).orElse(true)
                    && (lessonId.isEmpty() || session.profile().lessonId().equals(lessonId)));
    return Page.of(matching, Page.limit(limit), Session::id, SessionJson::of);
  }

  @GET
  @Path("/available")
  @Operation(
      summary = "Healthy sessions with room, the closest to the lesson and least loaded first")
  public Page<SessionJson> available(
      @QueryParam("lesson_id") Optional<String> lessonId,
      @QueryParam("limit") Optional<Integer> limit,
      @QueryParam("consistency") Optional<String> consistency) {
    List<SessionJson> items =
        desk.view(consistency).availableSessions(lessonId).stream()
            .limit(Page.limit(limit))
            .map(SessionJson::of)
            .toList();
    return new Page<>(items, Optional.empty());
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Look at a session")
  public SessionJson get(
      @PathParam("id") String id, @QueryParam("consistency") Optional<String> consistency) {
    return SessionJson.of(Access.session(desk.view(consistency), id));
  }

  /**
   * A sign of life.
   *
   * @param incarnation the current one if absent
   */
  public record HeartbeatBody(Optional<Long> incarnation, Optional<List<ProgressBody>> progress) {
    static Heartbeat toCommand(String sessionId, Optional<HeartbeatBody> body) {
      return body.map(given -> given.toCommand(sessionId))
          .orElseGet(() -> new Heartbeat(sessionId, OptionalLong.empty(), List.of()));
    }

    private Heartbeat toCommand(String sessionId) {
      return new Heartbeat(
          sessionId,
          Fields.number(incarnation),
          progress.orElse(List.of()).stream().map(ProgressBody::toReport).toList());
    }
  }

  /** How far a claimed task is. */
  public record ProgressBody(
      Optional<String> taskId,
      Optional<Long> fence,
      Optional<Integer> percent,
      Optional<String> note,
      Optional<JsonNode> checkpoint) {
    ProgressReport toReport() {
      return new ProgressReport(
          Fields.required("progress.task_id", taskId),
          Fields.required("progress.fence", fence),
          Fields.count(percent),
          note,
          Fields.text("progress.checkpoint", checkpoint));
    }
  }

  /** What a session learns from its heartbeat. */
  public record HeartbeatAnswer(
      Instant leaseExpiresAt, double leaseSeconds, List<String> cancelRequested, List<Held> tasks) {
    /** A live claim of the session. */
    public record Held(String id, long fence) {}

    static HeartbeatAnswer of(Reply.Renewed reply) {
      return new HeartbeatAnswer(
          Fields.time(reply.leaseExpiresAtMs()),
          reply.leaseMs() / 1000.0,
          reply.cancelRequested(),
          reply.claims().stream().map(claim -> new Held(claim.taskId(), claim.fence())).toList());
    }
  }

  @POST
  @Path("/{id}/heartbeat")
  @Operation(summary = "Renew the lease, and report progress")
  public HeartbeatAnswer heartbeat(
      @Auth Caller caller, @PathParam("id") String id, Optional<HeartbeatBody> body) {
    Access.toSession(caller, desk, id);
    Heartbeat command = HeartbeatBody.toCommand(id, body);
    // never under a request id: a renewal that is said twice is a renewal
    return HeartbeatAnswer.of(desk.ask(Reply.Renewed.class, Optional.empty(), command).reply());
  }

  @POST
  @Path("/{id}/pause")
  @Operation(summary = "Offer the session no more work until it resumes")
  public SessionJson pause(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> idempotencyKey) {
    return update(caller, id, idempotencyKey, SessionChange.PAUSE);
  }

  @POST
  @Path("/{id}/resume")
  @Operation(summary = "Offer the session work again")
  public SessionJson resume(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> idempotencyKey) {
    return update(caller, id, idempotencyKey, SessionChange.RESUME);
  }

  @POST
  @Path("/{id}/drain")
  @Operation(summary = "Let the session end its tasks, and offer it none")
  public SessionJson drain(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> idempotencyKey) {
    return update(caller, id, idempotencyKey, SessionChange.DRAIN);
  }

  private SessionJson update(
      Caller caller, String id, Optional<String> idempotencyKey, SessionChange change) {
    Access.toSession(caller, desk, id);
    Done<Reply.Changed> done =
        desk.ask(
            Reply.Changed.class,
            CommandDesk.requestId(caller, idempotencyKey),
            new UpdateSession(id, change));
    return SessionJson.of(done.session(id));
  }

  /** Why a session is declared dead. */
  public record FailureBody(Optional<String> reason) {}

  @POST
  @Path("/{id}/fail")
  @Operation(summary = "Declare the session dead: its tasks go back to the queue")
  public SessionJson fail(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> idempotencyKey,
      Optional<FailureBody> body) {
    Access.toSession(caller, desk, id);
    String reason = body.flatMap(FailureBody::reason).orElse("declared failed");
    Done<Reply.Changed> done =
        desk.ask(
            Reply.Changed.class,
            CommandDesk.requestId(caller, idempotencyKey),
            new FailSession(id, reason));
    return SessionJson.of(done.session(id));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Say goodbye: tasks go back, locks are free")
  public void unregister(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> idempotencyKey) {
    Access.toSession(caller, desk, id);
    desk.ask(
        Reply.Changed.class,
        CommandDesk.requestId(caller, idempotencyKey),
        new UnregisterSession(id));
  }
}
