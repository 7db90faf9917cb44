package io.gaia.server.replication;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.schemas.raft.RaftProto.ForwardedCommands;
import io.gaia.schemas.raft.RaftProto.ForwardedOutcomes;
import io.gaia.server.replication.UnavailableException.Reason;
import io.gaia.server.replication.wire.RecordCodec.MalformedRecord;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Brings a follower's errands to the leader, many with one message, and finds their answers in this
 * node's own log: the leader only says at which index they came to stand. So what a follower
 * answers is what it has applied itself.
 */
final class LeaderLine {
  private static final String TOPIC = "commands";
  private static final int ERRANDS_PER_MESSAGE = 512;
  private static final int BYTES_PER_MESSAGE = 512 * 1024;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final NodeLine nodes;
  private final CommandSequencer sequencer;
  private final RecentlyApplied applied;
  private final Supplier<Optional<String>> otherLeader;
  private volatile Unreachable unreachable = new Unreachable(Optional.empty(), 0);

  /** A leader that could not be asked, and until when it is not asked again. */
  private record Unreachable(Optional<String> node, long untilNanos) {}

  /**
   * @param otherLeader the node that leads, as far as it is known here and is not this one
   */
  LeaderLine(
      NodeLine nodes,
      CommandSequencer sequencer,
      RecentlyApplied applied,
      Supplier<Optional<String>> otherLeader) {
    this.nodes = nodes;
    this.sequencer = sequencer;
    this.applied = applied;
    this.otherLeader = otherLeader;
    nodes.answer(TOPIC, this::asked);
  }

  /** Errands on their way to a leader. Two messages are never equal. */
  static final class Message {
    private final String leader;
    private final List<Errand> errands;

    Message(String leader, List<Errand> errands) {
      this.leader = leader;
      this.errands = List.copyOf(errands);
    }

    List<Errand> errands() {
      return errands;
    }
  }

  /** Who may be asked now. A leader that is gone is known as such only after a while. */
  Optional<String> leader() {
    Unreachable last = unreachable;
    return otherLeader
        .get()
        .filter(
            leader ->
                !last.node().equals(Optional.of(leader))
                    || last.untilNanos() - System.nanoTime() <= 0);
  }

  boolean stillLeads(Message message) {
    return otherLeader.get().equals(Optional.of(message.leader));
  }

  /** Whether more would not go with the next message. */
  static boolean fillMessage(Deque<Errand> waiting) {
    return waiting.size() >= ERRANDS_PER_MESSAGE;
  }

  /** Takes as many errands as fit into one message. */
  Message message(String leader, Deque<Errand> waiting) {
    List<Errand> taken = new ArrayList<>();
    int bytes = 0;
    while (!waiting.isEmpty() && taken.size() < ERRANDS_PER_MESSAGE) {
      bytes += waiting.peek().size();
      if (!taken.isEmpty() && bytes > BYTES_PER_MESSAGE) {
        break;
      }
      taken.add(waiting.poll());
    }
    return new Message(leader, taken);
  }

  /** What the leader said to a message. */
  final class Outcomes {
    private final Message message;
    private final List<ForwardedOutcomes.Outcome> outcomes;

    Outcomes(Message message, List<ForwardedOutcomes.Outcome> outcomes) {
      this.message = message;
      this.outcomes = outcomes;
    }

    /**
     * Answers what was applied, once it is applied here.
     *
     * @param again takes the others
     */
    void settle(BiConsumer<List<Errand>, UnavailableException> again) {
      int next = 0;
      List<Errand> reads = new ArrayList<>();
      for (Errand errand : message.errands) {
        if (errand instanceof Errand.Change change) {
          settle(change, outcomes.get(next++), again);
        } else {
          reads.add(errand);
        }
      }
      OptionalLong index =
          outcomes.stream()
              .filter(ForwardedOutcomes.Outcome::hasLanded)
              .mapToLong(outcome -> outcome.getLanded().getIndex())
              .max();
      for (Errand read : reads) {
        if (index.isPresent()) {
          settle((Errand.Read) read, index.getAsLong());
        } else {
          again.accept(List.of(read), reason(outcomes.get(0)));
        }
      }
    }

    private void settle(
        Errand.Change change,
        ForwardedOutcomes.Outcome outcome,
        BiConsumer<List<Errand>, UnavailableException> again) {
      if (!outcome.hasLanded()) {
        again.accept(List.of(change), reason(outcome));
        return;
      }
      applied
          .at(outcome.getLanded().getIndex())
          .thenAccept(
              answer -> {
                if (answer.isPresent()) {
                  change.future().complete(answer.get().at(outcome.getLanded().getPlace()));
                } else {
                  again.accept(
                      List.of(change),
                      new UnavailableException(Reason.UNDECIDED, "The answer was not kept"));
                }
              });
    }

    private void settle(Errand.Read read, long index) {
      applied.at(index).thenAccept(answer -> read.future().complete(applied.newest()));
    }

    private UnavailableException reason(ForwardedOutcomes.Outcome outcome) {
      Reason reason = Reason.valueOf(outcome.getUnavailable().getReason());
      // that node stops, and this one does not
      return new UnavailableException(
          reason == Reason.STOPPED ? Reason.UNDECIDED : reason,
          outcome.getUnavailable().getDetail());
    }
  }

  CompletableFuture<Outcomes> send(Message message) {
    ForwardedCommands.Builder commands = ForwardedCommands.newBuilder();
    message.errands.stream()
        .flatMap(errand -> errand.change().stream())
        .forEach(change -> commands.addRequests(UnsafeByteOperations.unsafeWrap(change.bytes())));
    return nodes
        .ask(message.leader, TOPIC, commands.build().toByteArray())
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                unreachable =
                    new Unreachable(Optional.of(message.leader), System.nanoTime() + PAUSE_NANOS);
              }
            })
        .thenApply(
            bytes -> {
              try {
                return new Outcomes(message, ForwardedOutcomes.parseFrom(bytes).getOutcomesList());
              } catch (InvalidProtocolBufferException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** A follower sent its errands here. */
  private CompletableFuture<byte[]> asked(byte[] question) {
    List<Request> requests = new ArrayList<>();
    try {
      for (var request : ForwardedCommands.parseFrom(question).getRequestsList()) {
        requests.add(LogCodecs.REQUEST.decode(request.toByteArray()));
      }
    } catch (InvalidProtocolBufferException | MalformedRecord e) {
      return CompletableFuture.failedFuture(e);
    }
    List<CompletableFuture<ForwardedOutcomes.Outcome>> outcomes =
        requests.isEmpty()
            ? List.of(outcome(sequencer.read().thenApply(LeaderLine::landed)))
            : sequencer.submit(requests).stream()
                .map(answer -> outcome(answer.thenApply(LeaderLine::landed)))
                .toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                ForwardedOutcomes.newBuilder()
                    .addAllOutcomes(outcomes.stream().map(CompletableFuture::join).toList())
                    .build()
                    .toByteArray());
  }

  private static ForwardedOutcomes.Landed landed(Applied applied) {
    if (applied.place() == Applied.NOWHERE) {
      // its request id made it too long
      throw new UnavailableException(Reason.TOO_MUCH, "The command is too large to be forwarded");
    }
    return ForwardedOutcomes.Landed.newBuilder()
        .setIndex(applied.view().index())
        .setPlace(applied.place())
        .build();
  }

  private static ForwardedOutcomes.Landed landed(View view) {
    return ForwardedOutcomes.Landed.newBuilder().setIndex(view.index()).build();
  }

  private static CompletableFuture<ForwardedOutcomes.Outcome> outcome(
      CompletableFuture<ForwardedOutcomes.Landed> landed) {
    return landed.handle(
        (where, failure) ->
            failure == null
                ? ForwardedOutcomes.Outcome.newBuilder().setLanded(where).build()
                : ForwardedOutcomes.Outcome.newBuilder().setUnavailable(said(failure)).build());
  }

  private static ForwardedOutcomes.Unavailable said(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    Reason reason = cause instanceof UnavailableException known ? known.reason() : Reason.UNDECIDED;
    return ForwardedOutcomes.Unavailable.newBuilder()
        .setReason(reason.name())
        .setDetail(String.valueOf(cause.getMessage()))
        .build();
  }
}
