package io.gaia.server.replication;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.schemas.raft.RaftProto.NodePosition;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Calls the roll: each member says how far it is, or is not reachable. Thread safe. */
final class Roll {
  private static final String TOPIC = "position";

  /** Who takes longer is as good as away. */
  private static final long PATIENCE_MS = 500;

  private static final long ASK_AGAIN_MS = 50;

  private final NodeLine nodes;
  private final Supplier<NodeStatus> own;

  Roll(NodeLine nodes, Supplier<NodeStatus> own) {
    this.nodes = nodes;
    this.own = own;
    nodes.answer(TOPIC, question -> CompletableFuture.completedFuture(encoded(own.get())));
  }

  /** The group as it is now; never fails, and takes half a second when a member is away. */
  CompletableFuture<NodeStatus> call() {
    NodeStatus here = own.get();
    List<CompletableFuture<NodeStatus.Peer>> asked =
        here.peers().stream().map(peer -> ask(here, peer)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(all -> here.with(asked.stream().map(CompletableFuture::join).toList()));
  }

  private CompletableFuture<NodeStatus.Peer> ask(NodeStatus here, NodeStatus.Peer peer) {
    if (peer.id().equals(here.nodeId())) {
      return CompletableFuture.completedFuture(peer.saying(here.position()));
    }
    return nodes
        .ask(peer.id(), TOPIC, new byte[0])
        // the connection may be of before its last start, and is made anew meanwhile
        .exceptionallyComposeAsync(
            broken -> nodes.ask(peer.id(), TOPIC, new byte[0]),
            CompletableFuture.delayedExecutor(ASK_AGAIN_MS, TimeUnit.MILLISECONDS))
        .thenApply(answer -> Optional.of(decoded(answer)))
        .completeOnTimeout(Optional.empty(), PATIENCE_MS, TimeUnit.MILLISECONDS)
        .exceptionally(away -> Optional.empty())
        .thenApply(said -> said.map(peer::saying).orElse(peer));
  }

  private static byte[] encoded(NodeStatus status) {
    return NodePosition.newBuilder()
        .setRole(status.role())
        .setTerm(status.term())
        .setCommitIndex(status.commitIndex())
        .setAppliedIndex(status.appliedIndex())
        .setFormatVersionKnown(status.formats().known())
        .build()
        .toByteArray();
  }

  private static NodeStatus.Position decoded(byte[] answer) {
    try {
      NodePosition said = NodePosition.parseFrom(answer);
      return new NodeStatus.Position(
          said.getRole(),
          said.getTerm(),
          said.getCommitIndex(),
          said.getAppliedIndex(),
          Math.max(RaiseFormat.FIRST, said.getFormatVersionKnown()));
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }
}
