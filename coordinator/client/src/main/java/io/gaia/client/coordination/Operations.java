package io.gaia.client.coordination;

import static io.gaia.client.http.ApiPath.path;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.http.JsonHttp;
import java.util.Optional;

/** The calls about the queue as a whole and the nodes. */
public final class Operations {

  private final JsonHttp http;

  Operations(JsonHttp http) {
    this.http = http;
  }

  public Queue queue() {
    return queue(http.get(path("queue")));
  }

  /** No task is handed out until it resumes. */
  public Queue pauseQueue() {
    return queue(http.post(path("queue", "pause"), Optional.empty()));
  }

  public Queue resumeQueue() {
    return queue(http.post(path("queue", "resume"), Optional.empty()));
  }

  public Cluster cluster() {
    return Wire.read(http.get(path("cluster")), Cluster.class);
  }

  /** Hands leadership to that node. */
  public Cluster transferLeadership(String nodeId) {
    JsonNode body = Wire.object().put("node_id", nodeId);
    return Wire.read(http.post(path("cluster", "transfer"), Optional.of(body)), Cluster.class);
  }

  /**
   * Adds a node that waits for it.
   *
   * @param address where the others reach its Raft port
   */
  public Cluster addNode(String address) {
    return change(Wire.object().put("address", address));
  }

  /** Adds one and removes another in the same step. As {@link #addNode}. */
  public Cluster replaceNode(String nodeId, String address) {
    return change(Wire.object().put("address", address).put("replaces", nodeId));
  }

  public Cluster removeNode(String nodeId) {
    http.delete(path("cluster", "peers", nodeId));
    return cluster();
  }

  private Cluster change(JsonNode body) {
    return Wire.read(http.post(path("cluster", "peers"), Optional.of(body)), Cluster.class);
  }

  /** Writes a snapshot; returns up to which log entry it goes. */
  public long snapshot() {
    return http.post(path("cluster", "snapshot"), Optional.empty()).path("index").asLong();
  }

  private static Queue queue(JsonNode answer) {
    return Wire.read(answer, Queue.class);
  }
}
