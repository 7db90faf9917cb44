package io.gaia.server.replication;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership goes to another node. What is on its way is finished first and the rest is served by
 * the next leader, so that clients only wait a moment. Any node may be asked.
 */
final class HandOver {
  private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
  private static final String TOPIC = "hand-over";

  /** For what is on its way, and again for the other node to take over. */
  private static final long PATIENCE_SECONDS = 4;

  private static final byte[] DONE = new byte[0];

  private final NodeLine nodes;
  private final RaftNode raft;
  private final CommandSequencer sequencer;

  HandOver(NodeLine nodes, RaftNode raft, CommandSequencer sequencer) {
    this.nodes = nodes;
    this.raft = raft;
    this.sequencer = sequencer;
    nodes.answer(
        TOPIC,
        question ->
            CompletableFuture.supplyAsync(
                () -> {
                  hand(new String(question, StandardCharsets.UTF_8));
                  return DONE;
                }));
  }

  /** Fails when that node is not known to have taken over. */
  CompletableFuture<Void> to(String nodeId) {
    return raft.otherLeader()
        .map(
            leader ->
                nodes
                    .ask(leader, TOPIC, nodeId.getBytes(StandardCharsets.UTF_8))
                    .<Void>thenApply(done -> null))
        .orElseGet(() -> CompletableFuture.runAsync(() -> hand(nodeId)));
  }

  /** Before a stop: if this node leads, the follower that has the most leads from now on. */
  void beforeStop() {
    if (!raft.hasOthers() || !sequencer.isLeading()) {
      return;
    }
    NodeStatus status = raft.status();
    Optional<NodeStatus.Peer> next =
        status.peers().stream()
            .filter(peer -> !peer.id().equals(status.nodeId()))
            .max(Comparator.comparingLong(NodeStatus.Peer::commitIndex));
    try {
      next.ifPresent(peer -> hand(peer.id()));
    } catch (CompletionException e) {
      LOG.warn("Nobody took over: {}", String.valueOf(e.getCause()));
    }
  }

  private void hand(String nodeId) {
    try {
      boolean held = sequencer.holdForHandover(PATIENCE_SECONDS, TimeUnit.SECONDS);
      RaftClientReply reply =
          raft.transferLeadership(RaftPeerId.valueOf(nodeId))
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!reply.isSuccess()) {
        throw new CompletionException(reply.getException());
      }
      LOG.info(
          "Leadership handed to {}{}", nodeId, held ? "" : ", while commands were on their way");
    } catch (ExecutionException | TimeoutException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } finally {
      sequencer.resume();
    }
  }
}
