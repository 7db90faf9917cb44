package io.gaia.server.coordination;

import io.gaia.core.Reply;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.core.model.Session;
import io.gaia.server.coordination.ClaimResource.Claims;
import io.gaia.server.coordination.CommandDesk.Done;
import io.gaia.server.http.Presence;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.ProblemFeature;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A claim that found no work and waits for some. Whatever ends the wait while a claim is on its way
 * has to wait for it, so that no claimed task goes unsaid; only a client that has gone learns from
 * its next heartbeat, or from a retry under the same key, what it got.
 */
final class ClaimWait {
  private final CommandDesk desk;
  private final ClaimWaits waits;
  private final Waiting waiting;
  private final ClaimRequest request;
  private final CompletableFuture<Response> answer = new CompletableFuture<>();
  // guarded by this
  private Optional<Waiting.End> ended = Optional.empty();
  private boolean asking;

  ClaimWait(CommandDesk desk, ClaimWaits waits, Waiting waiting, ClaimRequest request) {
    this.desk = desk;
    this.waits = waits;
    this.waiting = waiting;
    this.request = request;
  }

  CompletionStage<Response> answer(Session session, Presence client) {
    ClaimLines.Place place = waits.join(session, request.command().lessonId(), this::ask);
    Waiting.OpenWait wait = waiting.open(client, request.waitMs(), why -> end(why, place));
    var unused =
        answer.whenComplete(
            (response, failure) -> {
              wait.close();
              waits.leave(place);
            });
    return answer;
  }

  private void end(Waiting.End why, ClaimLines.Place place) {
    synchronized (this) {
      ended = Optional.of(why);
      if (asking) {
        return;
      }
    }
    finish(why, place);
  }

  /** There may be work. */
  private void ask(ClaimLines.Place place) {
    synchronized (this) {
      if (ended.isPresent()) {
        return;
      }
      asking = true;
    }
    var unused =
        desk.askInTime(
                Reply.Claimed.class,
                request.requestId(),
                request.whileItWaits(desk.formatVersion()))
            .whenCompleteAsync((done, failure) -> asked(place, done, failure), waiting.answering());
  }

  private void asked(ClaimLines.Place place, Done<Reply.Claimed> done, Throwable failure) {
    if (failure != null) {
      answer.complete(ProblemFeature.responseTo(failure));
      return;
    }
    if (!request.waitsOn(done)) {
      answer.complete(Response.ok(Claims.of(done)).build());
      return;
    }
    Optional<Waiting.End> over;
    synchronized (this) {
      asking = false;
      over = ended;
    }
    over.ifPresentOrElse(why -> finish(why, place), () -> waits.waitAgain(place));
  }

  private void finish(Waiting.End why, ClaimLines.Place place) {
    if (why != Waiting.End.TIME_OVER) {
      answer.complete(
          ProblemCode.UNAVAILABLE.because("The coordinator stops").problem().toResponse());
      return;
    }
    // nothing is kept for it any more
    waits.leave(place);
    request
        .whenTimeIsOver()
        .ifPresentOrElse(this::settle, () -> answer.complete(Response.ok(Claims.NONE).build()));
  }

  /** Asks once more, so that the answer is one for good. */
  private void settle(ClaimTasks last) {
    var unused =
        desk.askInTime(Reply.Claimed.class, request.requestId(), last)
            .thenApply(done -> Response.ok(Claims.of(done)).build())
            .exceptionally(ProblemFeature::responseTo)
            .thenAcceptAsync(answer::complete, waiting.answering());
  }
}
