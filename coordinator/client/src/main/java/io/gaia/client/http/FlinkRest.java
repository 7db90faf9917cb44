package io.gaia.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls of Flink's REST API that submitting and stopping jobs takes. */
public final class FlinkRest {

  private static final Duration ASK_AGAIN = Duration.ofMillis(500);

  private final JsonHttp http;

  /**
   * @param patience how long to try again when Flink does not answer
   */
  public FlinkRest(URI base, Duration patience) {
    this.http = JsonHttp.toForeignServer(base, patience);
  }

  /** The jobs, as Flink lists them: jid, name, state, start-time. */
  public JsonNode jobs() {
    return http.get("/jobs/overview").path("jobs");
  }

  /** Returns the id to run it by. */
  public String upload(Path jar) throws FileNotFoundException {
    String boundary = "gaia-" + UUID.randomUUID();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\n"
                .formatted(boundary, jar.getFileName())
            + "Content-Type: application/x-java-archive\r\n\r\n";
    String tail = "\r\n--" + boundary + "--\r\n";
    JsonNode answer =
        http.upload(
            "/jars/upload",
            "multipart/form-data; boundary=" + boundary,
            BodyPublishers.concat(
                BodyPublishers.ofString(head, StandardCharsets.UTF_8),
                BodyPublishers.ofFile(jar),
                BodyPublishers.ofString(tail, StandardCharsets.UTF_8)));
    return Path.of(answer.path("filename").asText()).getFileName().toString();
  }

  /**
   * Starts a job.
   *
   * @return its id
   */
  public String run(
      String jarId,
      String entryClass,
      List<String> arguments,
      Optional<Integer> parallelism,
      Optional<String> savepoint) {
    ObjectNode request = EventCodec.mapper().createObjectNode().put("entryClass", entryClass);
    arguments.forEach(request.putArray("programArgsList")::add);
    parallelism.ifPresent(number -> request.put("parallelism", number));
    savepoint.ifPresent(path -> request.put("savepointPath", path));
    return http.post("/jars/" + jarId + "/run", Optional.of(request)).path("jobid").asText();
  }

  public void cancel(String jobId) {
    http.patch("/jobs/" + jobId, EventCodec.mapper().createObjectNode());
  }

  /**
   * Takes a savepoint and waits for it.
   *
   * @param directory absent: Flink's own setting
   * @return where it is
   */
  public String savepoint(String jobId, Optional<String> directory, Duration patience) {
    ObjectNode request = EventCodec.mapper().createObjectNode().put("cancel-job", false);
    directory.ifPresent(path -> request.put("target-directory", path));
    return await(
        jobId, http.post("/jobs/" + jobId + "/savepoints", Optional.of(request)), patience);
  }

  /**
   * Stops a job with a savepoint that it can go on from, and waits for both. Nothing is drained:
   * what has not happened yet may still come.
   *
   * @param directory absent: Flink's own setting
   * @return where the savepoint is
   */
  public String stop(String jobId, Optional<String> directory, Duration patience) {
    ObjectNode request = EventCodec.mapper().createObjectNode().put("drain", false);
    directory.ifPresent(path -> request.put("targetDirectory", path));
    return await(jobId, http.post("/jobs/" + jobId + "/stop", Optional.of(request)), patience);
  }

  private String await(String jobId, JsonNode request, Duration patience) {
    String trigger = request.path("request-id").asText();
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      JsonNode state = http.get("/jobs/" + jobId + "/savepoints/" + trigger);
      if (state.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode operation = state.path("operation");
        if (operation.has("failure-cause")) {
          String cause = operation.path("failure-cause").path("class").asText();
          throw new RefusedException(200, "", "the savepoint failed: " + cause);
        }
        return operation.path("location").asText();
      }
      if (System.nanoTime() > deadline) {
        throw new UnreachableException("the savepoint is not done after " + patience, null);
      }
      JsonHttp.pauseFor(ASK_AGAIN);
    }
  }
}
