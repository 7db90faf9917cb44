package io.gaia.server.coordination;

import io.gaia.core.Reply;
import io.gaia.core.command.LockCommand.AcquireLock;
import io.gaia.server.http.Presence;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.ProblemFeature;
import io.gaia.server.replication.Applied;
import io.gaia.server.replication.LockWait;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Clients in the queue of a lock: answered when it is their turn, or when they wait no more. */
final class LockTurns {
  private static final long LATE_MS = 10_000;

  private final CommandDesk desk;
  private final Waiting waiting;

  LockTurns(CommandDesk desk, Waiting waiting) {
    this.desk = desk;
    this.waiting = waiting;
  }

  /** Who waits is answered under a request id, given or not. */
  LockWait line(Optional<String> requestId, AcquireLock command) {
    return desk.line(requestId.orElseGet(() -> "wait/" + UUID.randomUUID()), command);
  }

  /**
   * @param entered what became of the command at first
   * @throws io.gaia.server.http.ProblemException when it was refused
   */
  CompletionStage<Response> answer(
      LockWait wait, Applied entered, Presence client, AcquireLock command) {
    if (entered.reply() instanceof Reply.Waiting) {
      return whenItsTurnComes(wait, client, command.waitMs());
    }
    wait.settled().cancel(false);
    return CompletableFuture.completedFuture(
        LockResource.granted(CommandDesk.done(Reply.Locked.class, entered)));
  }

  private CompletionStage<Response> whenItsTurnComes(LockWait wait, Presence client, long waitMs) {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    // the state ends the wait; the time here is for a node that does not hear of it
    Waiting.OpenWait open =
        waiting.open(client, waitMs + LATE_MS, end -> giveUp(wait, end, answer));
    var unused =
        CommandDesk.later(Reply.Locked.class, wait.settled())
            .thenApply(LockResource::granted)
            .exceptionally(ProblemFeature::responseTo)
            .whenCompleteAsync(
                (response, failure) -> {
                  open.close();
                  answer.complete(response);
                },
                waiting.answering());
    return answer;
  }

  private void giveUp(LockWait wait, Waiting.End end, CompletableFuture<Response> answer) {
    String why =
        end == Waiting.End.STOPPING
            ? "The coordinator stops"
            : "No answer in time; the lock may still be granted, try again";
    answer.complete(ProblemCode.UNAVAILABLE.because(why).problem().toResponse());
    if (end == Waiting.End.CLIENT_GONE) {
      desk.abandon(wait);
    } else {
      wait.settled().cancel(false);
    }
  }
}
