package io.gaia.local.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.local.process.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Remembers, over restarts of everything, under which id each job ran last. */
final class JobHistory {

  private final Path file;
  private final ObjectMapper json = new ObjectMapper();

  JobHistory(Path file) {
    this.file = file;
  }

  /**
   * @param restoredFrom what it began with: still the newest state until it makes its first own
   */
  record Run(String jobId, Optional<Path> restoredFrom) {}

  Optional<Run> last(String jobName) throws IOException {
    JsonNode run = read().path(jobName);
    if (run.isMissingNode()) {
      return Optional.empty();
    }
    Optional<Path> restoredFrom =
        Optional.ofNullable(run.get("restored_from")).map(JsonNode::asText).map(Path::of);
    return Optional.of(new Run(run.path("job_id").asText(), restoredFrom));
  }

  void remember(String jobName, Run run) throws IOException {
    ObjectNode all = read();
    ObjectNode entry = all.putObject(jobName).put("job_id", run.jobId());
    run.restoredFrom().ifPresent(path -> entry.put("restored_from", path.toString()));
    AtomicFile.write(file, all.toPrettyString());
  }

  private ObjectNode read() throws IOException {
    return Files.exists(file) ? (ObjectNode) json.readTree(file.toFile()) : json.createObjectNode();
  }
}
