package io.gaia.bench.coordination.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The routes that are measured, over the JDK's blocking client: it reads and writes in the caller's
 * thread, as the peers' clients do, and so adds the least of its own. Connections are kept alive.
 * Thread-safe.
 */
final class GaiaApi implements GaiaDoor {
  static {
    System.setProperty("http.maxConnections", "20000");
    // a request that is sent twice would be counted once
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<URI> nodes;
  private final AtomicInteger turn = new AtomicInteger();

  /** Each thread stays with one node; the threads are spread over all of them. */
  private final ThreadLocal<URI> base;

  private final String authorization;

  GaiaApi(Target target) {
    nodes =
        Stream.of(target.address().split(","))
            .map(address -> URI.create(address + "/api/v1/"))
            .toList();
    base =
        ThreadLocal.withInitial(
            () -> nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size())));
    authorization = "Bearer " + target.token();
  }

  @Override
  public String register(int maxConcurrentTasks) throws IOException {
    String body =
        """
        {"name":"bench-%s","tier":"worker","provider":"other","max_concurrent_tasks":%d}\
        """
            .formatted(UUID.randomUUID(), maxConcurrentTasks);
    return read("POST", "sessions", body).required("id").textValue();
  }

  @Override
  public void heartbeat(String session) throws IOException {
    send("POST", "sessions/" + session + "/heartbeat", "{}");
  }

  @Override
  public void enqueue(List<String> payloads) throws IOException {
    if (payloads.size() == 1) {
      send("POST", "tasks", task(payloads.get(0)));
      return;
    }
    StringJoiner tasks = new StringJoiner(",", "{\"tasks\":[", "]}");
    payloads.forEach(payload -> tasks.add(task(payload)));
    send("POST", "tasks", tasks.toString());
  }

  private static String task(String payload) {
    return "{\"task_type\":\"bench\",\"payload\":" + payload + "}";
  }

  @Override
  public List<Held> claim(String session, int max) throws IOException {
    return Held.of(read("POST", "sessions/" + session + "/claims", "{\"max\":" + max + "}"));
  }

  @Override
  public void complete(String session, List<Held> tasks) throws IOException {
    if (tasks.size() == 1) {
      Held task = tasks.get(0);
      String body = "{\"session_id\":\"%s\",\"fence\":%d}".formatted(session, task.fence());
      send("POST", "tasks/" + task.id() + "/complete", body);
      return;
    }
    StringJoiner items = new StringJoiner(",", "{\"items\":[", "]}");
    tasks.forEach(
        task ->
            items.add(
                "{\"task_id\":\"%s\",\"session_id\":\"%s\",\"fence\":%d}"
                    .formatted(task.id(), session, task.fence())));
    send("POST", "tasks/complete", items.toString());
  }

  @Override
  public long acquire(String key, String session) throws IOException {
    String body = "{\"session_id\":\"%s\",\"ttl_seconds\":60}".formatted(session);
    return read("PUT", "locks/" + key, body).required("fence").longValue();
  }

  @Override
  public void release(String key, String session, long fence) throws IOException {
    send("DELETE", "locks/%s?session_id=%s&fence=%d".formatted(key, session, fence), "");
  }

  @Override
  public void unregister(String session) throws IOException {
    send("DELETE", "sessions/" + session, "");
  }

  private JsonNode read(String method, String path, String body) throws IOException {
    return JSON.readTree(send(method, path, body));
  }

  private byte[] send(String method, String path, String body) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) base.get().resolve(path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty("Authorization", authorization);
    if (!body.isEmpty()) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(bytes.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(bytes);
      }
    }
    int status = connection.getResponseCode();
    boolean good = status < 400;
    // read to its end, or the connection is not used again
    try (InputStream in = good ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] answer = in == null ? new byte[0] : in.readAllBytes();
      if (!good) {
        throw new RefusedException(
            "%s %s answered %d: %s"
                .formatted(method, path, status, new String(answer, StandardCharsets.UTF_8)));
      }
      return answer;
    }
  }

  @Override
  public void close() {}
}
