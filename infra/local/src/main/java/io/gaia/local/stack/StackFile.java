package io.gaia.local.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.gaia.local.process.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code stack.json}: where everything that runs is reached.
 *
 * @param kafka {@code host:port}
 * @param databaseUrl a JDBC URL with user and password; without its {@code jdbc:} for psql
 * @param flinkMetricsUrls the JobManager's and the TaskManager's, for Prometheus
 * @param pids of what runs now, by name
 */
public record StackFile(
    @JsonProperty("coordinator_urls") List<String> coordinatorUrls,
    @JsonProperty("admin_urls") List<String> adminUrls,
    String kafka,
    @JsonProperty("database_url") String databaseUrl,
    @JsonProperty("flink_url") String flinkUrl,
    @JsonProperty("flink_metrics_urls") List<String> flinkMetricsUrls,
    Tokens tokens,
    Demo demo,
    Map<String, Long> pids) {

  /**
   * What to look at first.
   *
   * @param pageUrl the teacher's link: it signs in
   */
  public record Demo(
      @JsonProperty("teacher_id") String teacherId,
      @JsonProperty("classroom_id") String classroomId,
      @JsonProperty("page_url") String pageUrl) {}

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public static StackFile read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), StackFile.class);
  }

  void write(Path file) throws IOException {
    AtomicFile.write(file, JSON.writeValueAsString(this) + "\n");
  }
}
