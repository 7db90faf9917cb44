package io.gaia.server.replication;

import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Commands and reads that wait for the next entry, bounded. The sequencer's lock guards it. */
final class CommandQueue {

  /**
   * @param commandsPerEntry and {@code bytesPerEntry} bound one log entry
   * @param entriesInFlight proposed and not yet applied
   * @param commandsWaiting and {@code bytesWaiting} bound the queue; more are refused
   */
  record Limits(
      int commandsPerEntry,
      int bytesPerEntry,
      int entriesInFlight,
      int commandsWaiting,
      int bytesWaiting) {
    /** Leaves room in an entry for the time and the frames of its requests. */
    static Limits waiting(int commands) {
      return new Limits(
          512, CoordinationReplica.MAX_ENTRY_BYTES - 16 * 1024, 4, commands, 64 * 1024 * 1024);
    }
  }

  private final Limits limits;
  private final ArrayDeque<Round.Command> commands = new ArrayDeque<>();
  private List<CompletableFuture<View>> reads = new ArrayList<>();
  private int bytes;

  CommandQueue(Limits limits) {
    this.limits = limits;
  }

  int size() {
    return commands.size();
  }

  boolean isEmpty() {
    return commands.isEmpty() && reads.isEmpty();
  }

  /** More would not fit into the next entry. */
  boolean fillsEntry() {
    return commands.size() >= limits.commandsPerEntry || bytes >= limits.bytesPerEntry;
  }

  /**
   * All of them or none.
   *
   * @throws UnavailableException when there is no room for all
   */
  void add(List<Round.Command> added) {
    long size = 0;
    for (Round.Command command : added) {
      size += command.bytes().length;
    }
    if (commands.size() + added.size() > limits.commandsWaiting
        || bytes + size > limits.bytesWaiting) {
      throw new UnavailableException(
          UnavailableException.Reason.TOO_MUCH, "Too many commands wait; try again shortly");
    }
    commands.addAll(added);
    bytes += (int) size;
  }

  /**
   * @throws UnavailableException when it is full
   */
  void add(CompletableFuture<View> read) {
    if (reads.size() >= limits.commandsWaiting) {
      throw new UnavailableException(
          UnavailableException.Reason.TOO_MUCH, "Too many reads wait; try again shortly");
    }
    reads.add(read);
  }

  /** As many commands as fit into one entry, and all reads. */
  Round drain(int agreedFormat, long leaderTimeMs) {
    List<Round.Command> taken = new ArrayList<>();
    int takenBytes = 0;
    while (!commands.isEmpty() && taken.size() < limits.commandsPerEntry) {
      int size = commands.peek().bytes().length;
      if (!taken.isEmpty() && takenBytes + size > limits.bytesPerEntry) {
        break;
      }
      takenBytes += size;
      taken.add(commands.poll());
    }
    bytes -= takenBytes;
    return Round.of(agreedFormat, leaderTimeMs, taken, takeReads());
  }

  /** Everything, to be failed: it was never proposed. */
  Round clear() {
    List<Round.Command> dropped = List.copyOf(commands);
    commands.clear();
    bytes = 0;
    return Round.of(RaiseFormat.FIRST, 0, dropped, takeReads());
  }

  private List<CompletableFuture<View>> takeReads() {
    List<CompletableFuture<View>> taken = reads;
    reads = new ArrayList<>();
    return taken;
  }
}
