package io.gaia.server.replication;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
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

  /** Both of these, and a little more. */
  private static final Duration ASKED_FOR = Duration.ofSeconds(2 * PATIENCE_SECONDS + 2);

  /** Few are ever asked for, and each blocks. */
  private static final Executor ON_ITS_OWN =
      task -> {
        Thread thread = new Thread(task, "hand-over");
        thread.setDaemon(true);
        thread.start();
      };

  private final NodeTasks tasks;
  private final RaftNode raft;
  private final CommandSequencer sequencer;

  HandOver(NodeLine nodes, RaftNode raft, CommandSequencer sequencer) {
    this.raft = raft;
    this.sequencer = sequencer;
    tasks = new NodeTasks(nodes, ASKED_FOR);
    tasks.perform(
        TOPIC, nodeId -> refusalOf(new String(nodeId, StandardCharsets.UTF_8)), ON_ITS_OWN);
  }

  /** Fails when that node is not known to have taken over. */
  CompletableFuture<Void> to(String nodeId) {
    return CompletableFuture.supplyAsync(
            () ->
                raft.otherLeader()
                    .map(leader -> tasks.have(leader, TOPIC, bytes(nodeId), () -> true))
                    .orElseGet(() -> refusalOf(nodeId)),
            ON_ITS_OWN)
        .thenAccept(
            refusal -> {
              if (!refusal.isEmpty()) {
                throw new UnavailableException(UnavailableException.Reason.UNDECIDED, refusal);
              }
            });
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
    next.map(peer -> refusalOf(peer.id()))
        .filter(refusal -> !refusal.isEmpty())
        .ifPresent(refusal -> LOG.warn("Nobody took over: {}", refusal));
  }

  /** Here, where this node leads. Empty when the other has taken over. */
  private String refusalOf(String nodeId) {
    try {
      boolean held = sequencer.holdForHandover(PATIENCE_SECONDS, TimeUnit.SECONDS);
      RaftClientReply reply =
          raft.transferLeadership(RaftPeerId.valueOf(nodeId))
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!reply.isSuccess()) {
        return String.valueOf(reply.getException());
      }
      LOG.info(
          "Leadership handed to {}{}", nodeId, held ? "" : ", while commands were on their way");
      return "";
    } catch (TimeoutException e) {
      return "%s did not take over within %d s".formatted(nodeId, PATIENCE_SECONDS);
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "this node stops";
    } finally {
      sequencer.resume();
    }
  }

  private static byte[] bytes(String nodeId) {
    return nodeId.getBytes(StandardCharsets.UTF_8);
  }
}
