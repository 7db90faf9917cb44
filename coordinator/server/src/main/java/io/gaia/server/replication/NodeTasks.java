package io.gaia.server.replication;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gaia.schemas.raft.RaftProto.NodeTask;
import io.gaia.schemas.raft.RaftProto.NodeTaskOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * What one node does for another and what takes its time. Until a question is answered, all that
 * came after it waits: commands over the same connection, and over Netty the votes and entries that
 * the same thread reads. So none waits for the work: whoever wants it done asks again until it is.
 */
final class NodeTasks {
  private static final long FIRST_PAUSE_MS = 5;
  private static final long LONGEST_PAUSE_MS = 200;

  /** Does one kind of task. */
  @FunctionalInterface
  interface Performing {

    /**
     * @return why not; empty when it is done
     */
    String perform(byte[] body) throws InvalidProtocolBufferException;
  }

  private final NodeLine nodes;
  private final Duration patience;

  /** Those that others asked for, by id, for as long as they may ask again. */
  private final Map<String, CompletableFuture<String>> begun = new ConcurrentHashMap<>();

  /**
   * @param patience after which nobody asks any more
   */
  NodeTasks(NodeLine nodes, Duration patience) {
    this.nodes = nodes;
    this.patience = patience;
  }

  /** From now on tasks of that topic are done here. */
  void perform(String topic, Performing performing, Executor executor) {
    nodes.answer(
        topic,
        question -> {
          try {
            NodeTask task = NodeTask.parseFrom(question);
            return outcome(
                begun.computeIfAbsent(
                    task.getTaskId(),
                    id -> begin(id, performing, task.getBody().toByteArray(), executor)));
          } catch (InvalidProtocolBufferException e) {
            return CompletableFuture.failedFuture(e);
          }
        });
  }

  private CompletableFuture<String> begin(
      String id, Performing performing, byte[] body, Executor executor) {
    CompletableFuture<String> task =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return performing.perform(body);
              } catch (InvalidProtocolBufferException | RuntimeException e) {
                // to be asked again would not help
                return "not done: " + e;
              }
            },
            executor);
    task.whenCompleteAsync(
        (refusal, failure) -> begun.remove(id),
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
    return task;
  }

  private static CompletableFuture<byte[]> outcome(CompletableFuture<String> task) {
    return task.isDone()
        ? task.thenApply(
            refusal -> NodeTaskOutcome.newBuilder().setRefusal(refusal).build().toByteArray())
        : CompletableFuture.completedFuture(
            NodeTaskOutcome.newBuilder().setUnderWay(true).build().toByteArray());
  }

  /**
   * Has that node do it. Blocks until it is done.
   *
   * @param stillTrue looked at before it is asked again
   * @return why not; empty when it is done
   * @throws UnavailableException when the node did not say so in time, or is not asked any more
   */
  String have(String nodeId, String topic, byte[] body, BooleanSupplier stillTrue) {
    byte[] question =
        NodeTask.newBuilder()
            .setTaskId(UUID.randomUUID().toString())
            .setBody(ByteString.copyFrom(body))
            .build()
            .toByteArray();
    long giveUpAt = System.nanoTime() + patience.toNanos();
    Exception why = new TimeoutException("it was under way when last asked");
    long pauseMs = FIRST_PAUSE_MS;
    while (System.nanoTime() - giveUpAt < 0 && stillTrue.getAsBoolean()) {
      try {
        NodeTaskOutcome outcome =
            NodeTaskOutcome.parseFrom(nodes.ask(nodeId, topic, question).join());
        if (!outcome.getUnderWay()) {
          return outcome.getRefusal();
        }
      } catch (InvalidProtocolBufferException | CompletionException e) {
        why = e;
      }
      pause(pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
    throw new UnavailableException(
        UnavailableException.Reason.UNDECIDED,
        "%s did not say whether it is done: look at the cluster (%s)".formatted(nodeId, why));
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(UnavailableException.Reason.STOPPED, "This node stops");
    }
  }
}
