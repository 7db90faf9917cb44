package io.gaia.server.coordination;

import io.gaia.core.Reply;
import io.gaia.core.command.Command;
import io.gaia.core.command.LockCommand.AcquireLock;
import io.gaia.core.command.SessionCommand.Heartbeat;
import io.gaia.core.command.TaskCommand.EnqueueTask;
import io.gaia.core.model.Session;
import io.gaia.server.calls.CallRoutes;
import io.gaia.server.calls.IncomingCall;
import io.gaia.server.coordination.CommandDesk.Done;
import io.gaia.server.coordination.TaskBodies.OfClaim;
import io.gaia.server.http.Problem;
import io.gaia.server.replication.LockWait;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What sessions at work ask for again and again, over their sockets. */
final class SocketCalls {
  private final CommandDesk desk;
  private final ClaimWaits waits;
  private final Waiting waiting;
  private final LockTurns turns;

  SocketCalls(CommandDesk desk, ClaimWaits waits, Waiting waiting) {
    this.desk = desk;
    this.waits = waits;
    this.waiting = waiting;
    turns = new LockTurns(desk, waiting);
  }

  void register(CallRoutes routes) {
    routes
        .add("POST", "/sessions/{id}/heartbeat", this::heartbeat)
        .add("POST", "/sessions/{id}/claims", this::claim)
        .add("POST", "/tasks", this::enqueue)
        .add("POST", "/tasks/{id}/start", call -> change(call, TaskBodies.HeldBody.class))
        .add("POST", "/tasks/{id}/complete", call -> change(call, TaskBodies.CompleteBody.class))
        .add("POST", "/tasks/{id}/fail", call -> change(call, TaskBodies.FailBody.class))
        .add("POST", "/tasks/{id}/extend", call -> change(call, TaskBodies.ExtendBody.class))
        .add("POST", "/tasks/{id}/release", call -> change(call, TaskBodies.ReleaseBody.class))
        .add("PUT", "/locks/{key}", this::acquire)
        .add("POST", "/locks/{key}/renew", this::renew)
        .add("DELETE", "/locks/{key}", this::release);
  }

  private CompletionStage<Response> heartbeat(IncomingCall call) {
    Heartbeat command =
        SessionResource.HeartbeatBody.toCommand(
            call.parameter(), call.body(SessionResource.HeartbeatBody.class));
    return mine(call, call.parameter())
        .thenCompose(
            session ->
                answer(
                    call,
                    Optional.empty(),
                    Reply.Renewed.class,
                    command,
                    done -> Response.ok(SessionResource.HeartbeatAnswer.of(done.reply())).build()));
  }

  private CompletionStage<Response> claim(IncomingCall call) {
    ClaimResource.ClaimBody body =
        call.body(ClaimResource.ClaimBody.class).orElse(ClaimResource.ClaimBody.EMPTY);
    long waitMs = body.waitMs();
    ClaimRequest claim =
        new ClaimRequest(requestId(call), body.toCommand(call.parameter()), waitMs);
    return mine(call, call.parameter())
        .thenCompose(
            session ->
                desk.askLater(
                        Reply.Claimed.class,
                        claim.requestId(),
                        claim.whileItWaits(desk.formatVersion()))
                    .thenComposeAsync(
                        done ->
                            claim.waitsOn(done)
                                ? new ClaimWait(desk, waits, waiting, claim)
                                    .answer(session, call.presence())
                                : completed(Response.ok(ClaimResource.Claims.of(done)).build()),
                        call.answering()));
  }

  private static CompletionStage<Response> completed(Response response) {
    return CompletableFuture.completedFuture(response);
  }

  private CompletionStage<Response> enqueue(IncomingCall call) {
    if (call.body().map(json -> json.has("tasks")).orElse(false)) {
      throw Problem.invalidField("tasks", "tasks goes over HTTP; a call takes one task")
          .exception();
    }
    EnqueueTask command = call.needed(TaskBodies.NewTask.class).toCommand("");
    return answer(
        call,
        requestId(call),
        Reply.Enqueued.class,
        command,
        done -> TaskResource.enqueued(command, done));
  }

  private CompletionStage<Response> change(IncomingCall call, Class<? extends OfClaim> type) {
    OfClaim body = call.needed(type);
    String id = call.parameter();
    return mine(call, Fields.required("session_id", body.sessionId()))
        .thenCompose(
            session ->
                answer(
                    call,
                    requestId(call),
                    Reply.class,
                    body.toCommand(id),
                    done -> Response.ok(TaskJson.of(done.task(id))).build()));
  }

  private CompletionStage<Response> acquire(IncomingCall call) {
    AcquireLock command = call.needed(LockResource.AcquireBody.class).toCommand(call.parameter());
    Optional<String> requestId = requestId(call);
    return mine(call, command.sessionId())
        .thenCompose(
            session ->
                command.waitMs() == 0
                    ? answer(call, requestId, Reply.Locked.class, command, LockResource::granted)
                    : stand(call, turns.line(requestId, command), command));
  }

  private CompletionStage<Response> stand(IncomingCall call, LockWait wait, AcquireLock command) {
    return CommandDesk.orProblem(wait.entered())
        .thenComposeAsync(
            entered -> turns.answer(wait, entered, call.presence(), command), call.answering())
        .whenComplete(
            (response, failure) -> {
              if (failure != null) {
                wait.settled().cancel(false);
              }
            });
  }

  private CompletionStage<Response> renew(IncomingCall call) {
    LockResource.RenewBody body = call.needed(LockResource.RenewBody.class);
    return mine(call, Fields.required("session_id", body.sessionId()))
        .thenCompose(
            session ->
                answer(
                    call,
                    requestId(call),
                    Reply.Locked.class,
                    body.toCommand(call.parameter()),
                    done -> Response.ok(LockResource.lock(done)).build()));
  }

  private CompletionStage<Response> release(IncomingCall call) {
    String sessionId = Fields.required("session_id", call.query("session_id"));
    Optional<Long> fence = call.queryNumber("fence");
    return mine(call, sessionId)
        .thenCompose(
            session ->
                answer(
                    call,
                    requestId(call),
                    Reply.class,
                    LockResource.toRelease(call.parameter(), sessionId, fence),
                    done -> Response.noContent().build()));
  }

  /** The session, if the caller may act for it. */
  private CompletableFuture<Session> mine(IncomingCall call, String sessionId) {
    return desk.lookLater(view -> Access.toSession(call.caller(), view, sessionId));
  }

  private static Optional<String> requestId(IncomingCall call) {
    return CommandDesk.requestId(call.caller(), call.idempotencyKey());
  }

  private <R extends Reply> CompletionStage<Response> answer(
      IncomingCall call,
      Optional<String> requestId,
      Class<R> reply,
      Command command,
      Function<Done<R>, Response> response) {
    return desk.askLater(reply, requestId, command).thenApplyAsync(response, call.answering());
  }
}
