package io.gaia.server.replication;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gaia.schemas.raft.RaftProto.NodeQuestion;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Questions from node to node, over the connections that the log has: what joins the group's nodes
 * needs no second port and no second trust. Thread safe.
 */
public final class NodeLine {

  /** Answers questions of one topic. Called by the connections' threads: be quick. */
  @FunctionalInterface
  public interface Answering {
    CompletableFuture<byte[]> answer(byte[] question);
  }

  private final Map<String, Answering> answering = new ConcurrentHashMap<>();
  private final BiFunction<String, byte[], CompletableFuture<byte[]>> send;

  /**
   * @param send brings a question to the node with that id
   */
  NodeLine(BiFunction<String, byte[], CompletableFuture<byte[]>> send) {
    this.send = send;
  }

  /** From now on questions of that topic are answered here. */
  public void answer(String topic, Answering by) {
    answering.put(topic, by);
  }

  /** Fails when the node cannot be reached, takes too long, or knows no such topic. */
  public CompletableFuture<byte[]> ask(String nodeId, String topic, byte[] question) {
    return send.apply(
        nodeId,
        NodeQuestion.newBuilder()
            .setTopic(topic)
            .setBody(ByteString.copyFrom(question))
            .build()
            .toByteArray());
  }

  /** Another node asks. */
  CompletableFuture<byte[]> asked(byte[] question) {
    try {
      NodeQuestion read = NodeQuestion.parseFrom(question);
      Answering by = answering.get(read.getTopic());
      return by == null
          ? CompletableFuture.failedFuture(
              new IllegalArgumentException("nobody answers " + read.getTopic()))
          : by.answer(read.getBody().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
