package io.gaia.server.replication;

import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.core.command.Command;
import io.gaia.server.replication.UnavailableException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the group's log may hold: the format version that every member knows. It is part of the
 * state, and the leader raises it when all members have said that they know a higher one; until
 * then commands that came with that one are held back. Thread safe.
 */
final class FormatAgreement {
  private final KnownFormat known;
  private final Supplier<View> state;
  private final Supplier<CompletableFuture<NodeStatus>> roll;
  private final Function<RaiseFormat, CompletableFuture<?>> raise;
  private final Semaphore changing;

  // as they answered last, while the group is behind this build
  private volatile List<NodeStatus.Peer> members = List.of();

  /**
   * @param roll asks every member
   * @param raise proposes a higher version, if this node leads; completes when that is settled
   * @param changing held while members change: who joins is held against the version
   */
  FormatAgreement(
      KnownFormat known,
      Supplier<View> state,
      Supplier<CompletableFuture<NodeStatus>> roll,
      Function<RaiseFormat, CompletableFuture<?>> raise,
      Semaphore changing) {
    this.known = known;
    this.state = state;
    this.roll = roll;
    this.raise = raise;
    this.changing = changing;
  }

  /** To be called every now and then; asks nobody when there is nothing to gain. */
  void look() {
    if (state.get().formatVersion() < known.highest() && changing.tryAcquire()) {
      CompletableFuture.completedFuture(known)
          .thenCompose(any -> roll.get()) // what it throws is a failure, too
          .thenCompose(this::heard)
          .whenComplete((settled, failure) -> changing.release());
    }
  }

  private CompletableFuture<?> heard(NodeStatus group) {
    members = group.peers();
    int lowest = members.stream().mapToInt(FormatAgreement::knownBy).min().orElse(0);
    return lowest > state.get().formatVersion()
        ? raise.apply(new RaiseFormat(lowest))
        : CompletableFuture.completedFuture(lowest);
  }

  /** Who does not answer may be of any build. */
  private static int knownBy(NodeStatus.Peer member) {
    return member.position().map(NodeStatus.Position::formatVersionKnown).orElse(RaiseFormat.FIRST);
  }

  /** Why a command must not go into the log yet; empty if it may. */
  Optional<UnavailableException> heldBack(Command command) {
    int since = known.since().applyAsInt(command);
    int agreed = state.get().formatVersion();
    return since <= agreed
        ? Optional.empty()
        : Optional.of(
            new UnavailableException(
                Reason.HELD_BACK,
                "This needs format version %d, and the group is at %d until every member runs a build that knows it%s"
                    .formatted(since, agreed, behind(since))));
  }

  private String behind(int version) {
    List<String> behind =
        members.stream()
            .filter(member -> knownBy(member) < version)
            .map(
                member -> member.id() + (member.position().isPresent() ? "" : " (does not answer)"))
            .toList();
    return behind.isEmpty()
        ? ": try again shortly"
        : behind.stream().collect(Collectors.joining(", ", ": not yet ", ""));
  }
}
