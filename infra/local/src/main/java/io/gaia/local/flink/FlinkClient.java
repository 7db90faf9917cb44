package io.gaia.local.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the stack asks of a Flink cluster's REST API: the calls that a user would make. */
public final class FlinkClient {

  /** In the address of a TaskManager's actor, such as pekko.tcp://flink@127.0.0.1:40001/user. */
  private static final Pattern ADDRESS = Pattern.compile("@([^:/]+):(\\d+)");

  private static final int CONNECT_MS = 1_000;
  private static final int LONGEST_CAUSE = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI base;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  public FlinkClient(URI base) {
    this.base = base;
  }

  /** True when the JobManager answers. */
  public boolean answers() throws IOException, InterruptedException {
    return get("/overview").has("slots-total");
  }

  /**
   * How many task slots there are on TaskManagers that listen. One that died stays registered for
   * some seconds, but nobody listens on its port.
   */
  public int slots() throws IOException, InterruptedException {
    int slots = 0;
    for (JsonNode taskManager : get("/taskmanagers").path("taskmanagers")) {
      Matcher address = ADDRESS.matcher(taskManager.path("path").asText());
      if (address.find() && listens(address.group(1), Integer.parseInt(address.group(2)))) {
        slots += taskManager.path("slotsNumber").asInt();
      }
    }
    return slots;
  }

  private static boolean listens(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A job as the overview shows it.
   *
   * @param running tasks that run; the job works when all of its {@code tasks} do
   */
  public record Job(String id, String name, String state, int running, int tasks) {
    public boolean works() {
      return state.equals("RUNNING") && tasks > 0 && running == tasks;
    }

    /** True when it has ended for good. */
    public boolean isOver() {
      return List.of("FAILED", "CANCELED", "FINISHED").contains(state);
    }
  }

  public List<Job> jobs() throws IOException, InterruptedException {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      JsonNode tasks = job.path("tasks");
      jobs.add(
          new Job(
              job.path("jid").asText(),
              job.path("name").asText(),
              job.path("state").asText(),
              tasks.path("running").asInt(),
              tasks.path("total").asInt()));
    }
    return jobs;
  }

  /** Why a job failed, in Flink's words. */
  public String failure(String jobId) throws IOException, InterruptedException {
    JsonNode history = get("/jobs/" + jobId + "/exceptions").path("exceptionHistory");
    JsonNode newest = history.path("entries").path(0);
    return rootCause(newest.path("stacktrace").asText("no reason given"));
  }

  /** Returns the id to run it by. */
  public String uploadJar(Path jar) throws IOException, InterruptedException {
    String boundary = "gaia-" + UUID.randomUUID();
    String head =
        String.join(
            "\r\n",
            "--" + boundary,
            "Content-Disposition: form-data; name=\"jarfile\"; filename=\"%s\""
                .formatted(jar.getFileName()),
            "Content-Type: application/x-java-archive",
            "",
            "");
    JsonNode answer =
        send(
            HttpRequest.newBuilder(base.resolve("/jars/upload"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(
                    BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofFile(jar),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"))));
    return Path.of(answer.path("filename").asText()).getFileName().toString();
  }

  public boolean hasJar(String jarId) throws IOException, InterruptedException {
    for (JsonNode file : get("/jars").path("files")) {
      if (file.path("id").asText().equals(jarId)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Starts a job of an uploaded jar.
   *
   * @param restoreFrom a checkpoint or savepoint; the new job owns it from then on
   * @return the job's id
   */
  public String run(String jarId, JobSpec job, Optional<Path> restoreFrom)
      throws IOException, InterruptedException {
    ObjectNode request =
        json.createObjectNode()
            .put("entryClass", job.entryClass())
            .put("parallelism", job.parallelism());
    job.arguments().forEach(request.putArray("programArgsList")::add);
    restoreFrom.ifPresent(
        checkpoint ->
            request
                .put("savepointPath", checkpoint.toUri().toString())
                .put("claimMode", "CLAIM")
                // an operator that a new version no longer has
                .put("allowNonRestoredState", true));
    return send(HttpRequest.newBuilder(base.resolve("/jars/" + jarId + "/run"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(request.toString())))
        .path("jobid")
        .asText();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET());
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(
          "Flink answered %d to %s: %s"
              .formatted(
                  response.statusCode(), response.uri().getPath(), rootCause(response.body())));
    }
    return json.readTree(response.body());
  }

  /** The last cause that a Java stack trace within {@code text} names, or the text's beginning. */
  static String rootCause(String text) {
    int cause = text.lastIndexOf("Caused by: ");
    String from = cause < 0 ? text : text.substring(cause + "Caused by: ".length());
    // a trace within JSON has its line ends escaped
    String line = from.split("\\\\n|\\R", 2)[0];
    return line.length() > LONGEST_CAUSE ? line.substring(0, LONGEST_CAUSE) + "..." : line;
  }
}
