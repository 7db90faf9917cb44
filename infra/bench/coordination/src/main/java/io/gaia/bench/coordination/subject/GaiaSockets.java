package io.gaia.bench.coordination.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.http.CallSocket;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Over sockets that many threads share, as processes have that run many sessions. What is not done
 * again and again goes over HTTP.
 */
final class GaiaSockets implements GaiaDoor {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final GaiaApi http;
  private final List<CallSocket> sockets = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();

  /** Each thread stays with one. */
  private final ThreadLocal<CallSocket> socket =
      ThreadLocal.withInitial(
          () -> sockets.get(Math.floorMod(turn.getAndIncrement(), sockets.size())));

  private GaiaSockets(Target target) {
    http = new GaiaApi(target);
  }

  /** One, as of one process that looks for the leader. */
  static GaiaSockets toLeader(Target target) {
    GaiaSockets one = new GaiaSockets(target);
    Optional<String> token = Optional.of(target.token());
    URI leader =
        nodes(target).stream()
            .filter(
                node ->
                    CoordinationClient.to(List.of(node), token, PATIENCE)
                        .operations()
                        .cluster()
                        .role()
                        .equals("leader"))
            .findFirst()
            .orElseThrow();
    one.sockets.add(CallSocket.open(leader, token));
    return one;
  }

  /** As of several processes, which know nothing of leaders. */
  static GaiaSockets toEachNode(Target target, int perNode) {
    GaiaSockets many = new GaiaSockets(target);
    for (int i = 0; i < perNode; i++) {
      for (URI node : nodes(target)) {
        many.sockets.add(CallSocket.open(node, Optional.of(target.token())));
      }
    }
    return many;
  }

  private static List<URI> nodes(Target target) {
    return Stream.of(target.address().split(",")).map(URI::create).toList();
  }

  @Override
  public String register(int maxConcurrentTasks) throws IOException {
    return http.register(maxConcurrentTasks);
  }

  @Override
  public void unregister(String session) throws IOException {
    http.unregister(session);
  }

  @Override
  public void heartbeat(String session) throws IOException {
    call("POST", "sessions/" + session + "/heartbeat", Optional.empty());
  }

  @Override
  public void enqueue(List<String> payloads) throws IOException {
    if (payloads.size() > 1) {
      http.enqueue(payloads);
      return;
    }
    call(
        "POST",
        "tasks",
        Optional.of(
            object()
                .put("task_type", "bench")
                .putRawValue("payload", new RawValue(payloads.get(0)))));
  }

  @Override
  public List<Held> claim(String session, int max) throws IOException {
    return Held.of(
        call("POST", "sessions/" + session + "/claims", Optional.of(object().put("max", max))));
  }

  @Override
  public void complete(String session, List<Held> tasks) throws IOException {
    if (tasks.size() != 1) {
      http.complete(session, tasks);
      return;
    }
    Held task = tasks.get(0);
    call(
        "POST",
        "tasks/" + task.id() + "/complete",
        Optional.of(object().put("session_id", session).put("fence", task.fence())));
  }

  @Override
  public long acquire(String key, String session) throws IOException {
    ObjectNode body = object().put("session_id", session).put("ttl_seconds", 60);
    return call("PUT", "locks/" + key, Optional.of(body)).required("fence").longValue();
  }

  @Override
  public void release(String key, String session, long fence) throws IOException {
    String path = "locks/%s?session_id=%s&fence=%d".formatted(key, session, fence);
    call("DELETE", path, Optional.empty());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The answer's body. */
  private JsonNode call(String method, String path, Optional<JsonNode> body) throws IOException {
    CallSocket.Answer answer;
    try {
      answer =
          socket
              .get()
              .call(method, "/api/v1/" + path, body, Optional.empty())
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(method + " " + path + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    if (answer.status() >= 400) {
      throw new RefusedException(
          "%s %s answered %d: %s".formatted(method, path, answer.status(), answer.body()));
    }
    return answer.body();
  }

  @Override
  public void close() {
    sockets.forEach(CallSocket::close);
    http.close();
  }
}
