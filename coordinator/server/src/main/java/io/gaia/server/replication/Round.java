package io.gaia.server.replication;

import io.gaia.core.Batch;
import io.gaia.core.Request;
import io.gaia.core.View;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One log entry on its way: the commands in it, and the reads that go by its index.
 *
 * @param isElection it opens this node's term
 */
record Round(
    Proposal proposal,
    List<Command> commands,
    List<CompletableFuture<View>> reads,
    boolean isElection) {

  /** A command and who waits for its answer. */
  record Command(Request request, byte[] bytes, CompletableFuture<Applied> future) {}

  static Round election(int agreedFormat, long leaderTimeMs, Request request) {
    Batch batch = new Batch(leaderTimeMs, List.of(request));
    return new Round(
        Proposal.of(agreedFormat, batch, List.of(LogCodecs.REQUEST.encode(request))),
        List.of(),
        List.of(),
        true);
  }

  static Round of(
      int agreedFormat,
      long leaderTimeMs,
      List<Command> commands,
      List<CompletableFuture<View>> reads) {
    Batch batch = new Batch(leaderTimeMs, commands.stream().map(Command::request).toList());
    Proposal proposal =
        Proposal.of(agreedFormat, batch, commands.stream().map(Command::bytes).toList());
    return new Round(proposal, commands, reads, false);
  }

  /** The entry was applied. */
  void answer(CoordinationReplica.Answer answer) {
    for (int i = 0; i < commands.size(); i++) {
      commands.get(i).future().complete(answer.at(i));
    }
    reads.forEach(read -> read.complete(answer.view()));
  }

  void fail(UnavailableException reason) {
    commands.forEach(command -> command.future().completeExceptionally(reason));
    reads.forEach(read -> read.completeExceptionally(reason));
  }
}
