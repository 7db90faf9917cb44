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
import java.util.concurrent.locks.ReentrantLock;
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
  private static final String TOPIC = "hand-over-task";

  /** For what is on its way, and again for the other node to take over. */
  private static final long PATIENCE_MS = 4_000;

  /** Ratis gives up first: while it has not, it refuses what this node goes on with. */
  private static final long GIVEN_UP_MS = PATIENCE_MS + 1_000;

  /** For one before it, too, and a little more. */
  private static final Duration ASKED_FOR =
      Duration.ofMillis(2 * (PATIENCE_MS + GIVEN_UP_MS) + 2_000);

  /** Few are ever asked for, and each blocks. */
  private static final Executor ON_ITS_OWN =
      task -> {
        Thread thread = new Thread(task, "hand-over");
        thread.setDaemon(true);
        thread.start();
      };

  private final NodeTasks tasks;
  private final RaftNode raft;
  private final Roll roll;
  private final CommandSequencer sequencer;

  /** A second one would end the first one's hold. */
  private final ReentrantLock oneAtATime = new ReentrantLock(true);

  HandOver(NodeLine nodes, RaftNode raft, Roll roll, CommandSequencer sequencer) {
    this.roll = roll;
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
                    .map(leader -> askedOf(leader, nodeId))
                    .orElseGet(() -> refusalOf(nodeId)),
            ON_ITS_OWN)
        .thenAccept(
            refusal -> {
              if (!refusal.isEmpty()) {
                throw new UnavailableException(UnavailableException.Reason.UNDECIDED, refusal);
              }
            });
  }

  private String askedOf(String leader, String nodeId) {
    try {
      return tasks.have(leader, TOPIC, bytes(nodeId), () -> !leads(nodeId));
    } catch (UnavailableException e) {
      // who handed over may be gone before it said so
      if (leads(nodeId)) {
        return "";
      }
      throw e;
    }
  }

  private boolean leads(String nodeId) {
    return raft.status().leader().equals(Optional.of(nodeId));
  }

  /** Before a stop: if this node leads, the follower that has the most leads from now on. */
  void beforeStop() {
    if (!raft.hasOthers()) {
      return;
    }
    oneAtATime.lock();
    try {
      if (!sequencer.isLeading()) {
        return;
      }
      NodeStatus status = roll.call().join();
      status.peers().stream()
          .filter(peer -> !peer.id().equals(status.nodeId()) && peer.position().isPresent())
          .max(Comparator.comparingLong(NodeStatus.Peer::commitIndex))
          .map(peer -> refusalOf(peer.id()))
          .filter(refusal -> !refusal.isEmpty())
          .ifPresent(refusal -> LOG.warn("Nobody took over: {}", refusal));
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Here, where this node leads. Empty when the other has taken over. */
  private String refusalOf(String nodeId) {
    oneAtATime.lock();
    try {
      if (!sequencer.holdForHandover(PATIENCE_MS, TimeUnit.MILLISECONDS) && sequencer.isLeading()) {
        return "not now: commands were on their way for %d ms".formatted(PATIENCE_MS);
      }
      RaftClientReply reply =
          raft.transferLeadership(RaftPeerId.valueOf(nodeId), PATIENCE_MS)
              .get(GIVEN_UP_MS, TimeUnit.MILLISECONDS);
      if (!reply.isSuccess()) {
        return String.valueOf(reply.getException());
      }
      LOG.info("Leadership handed to {}", nodeId);
      return "";
    } catch (TimeoutException e) {
      return "%s did not take over within %d ms".formatted(nodeId, GIVEN_UP_MS);
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "this node stops";
    } finally {
      sequencer.resume();
      oneAtATime.unlock();
    }
  }

  private static byte[] bytes(String nodeId) {
    return nodeId.getBytes(StandardCharsets.UTF_8);
  }
}
