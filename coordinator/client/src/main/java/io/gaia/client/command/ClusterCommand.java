package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.http.JsonHttp;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gaia cluster}. */
@Command(
    name = "cluster",
    description = "The coordinator's nodes: who leads, how far each is, who comes and goes.")
final class ClusterCommand implements Callable<Integer> {

  private static final String ADDRESS = "HOST:PORT";
  private static final Duration CATCHING_UP = Duration.ofMinutes(2);

  @Mixin private CoordinatorOptions coordinator;

  @Override
  public Integer call() {
    return status(coordinator);
  }

  @Command(name = "status", description = "Leader, term, nodes and log positions.")
  int status(@Mixin CoordinatorOptions options) {
    return options.print(options.connect("admin").get(path("cluster")));
  }

  @Command(
      name = "members",
      description = "Every member: role, log positions, format version, whether it answers.")
  int members(@Mixin CoordinatorOptions options) {
    return members(options, options.connect("admin").get(path("cluster")));
  }

  @Command(
      name = "add",
      description =
          "Add a node that was started with an empty directory and CLUSTER_BOOTSTRAP=false.")
  int add(@Mixin CoordinatorOptions options, @Parameters(paramLabel = ADDRESS) String address) {
    return change(options, EventCodec.mapper().createObjectNode().put("address", address));
  }

  @Command(name = "remove", description = "Take a node out; then stop it.")
  int remove(@Mixin CoordinatorOptions options, @Parameters(paramLabel = "NODE") String node) {
    patient(options).delete(path("cluster", "peers", node));
    return members(options);
  }

  @Command(name = "replace", description = "Take a node out and add another, in one step.")
  int replace(
      @Mixin CoordinatorOptions options,
      @Parameters(paramLabel = "NODE") String node,
      @Parameters(paramLabel = ADDRESS) String address) {
    return change(
        options,
        EventCodec.mapper().createObjectNode().put("address", address).put("replaces", node));
  }

  private static int change(CoordinatorOptions options, ObjectNode body) {
    return members(options, patient(options).post(path("cluster", "peers"), Optional.of(body)));
  }

  /** What joins has to catch up first. */
  private static JsonHttp patient(CoordinatorOptions options) {
    return options.connect("admin").neverRepeating(CATCHING_UP);
  }

  private static int members(CoordinatorOptions options, JsonNode cluster) {
    ObjectNode list = EventCodec.mapper().createObjectNode();
    list.set("items", cluster.path("peers"));
    return options.print(
        list,
        new Table(
            "id",
            "address",
            "reachable",
            "role",
            "term",
            "commit_index",
            "applied_index",
            "lag",
            "format_version_known"));
  }

  @Command(
      name = "backup",
      description = "Keep the state as it is now in a file; prints up to which log entry.")
  int backup(@Mixin CoordinatorOptions options, @Parameters(paramLabel = "FILE") Path file) {
    return options.print(
        index(BackupFile.fetch(patient(options), path("cluster", "backup"), file)));
  }

  @Command(
      name = "restore",
      description = {
        "Let a coordinator that was never started begin with a backup.",
        "Talks to no coordinator; prints up to which log entry the backup goes."
      })
  int restore(
      @Mixin CoordinatorOptions options,
      @Parameters(paramLabel = "FILE") Path file,
      @Option(
              names = "--data-dir",
              required = true,
              paramLabel = "DIR",
              description = "Its CLUSTER_DATA_DIR, empty.")
          Path dataDirectory) {
    return options.print(index(BackupFile.place(file, dataDirectory)));
  }

  private static ObjectNode index(long upTo) {
    return EventCodec.mapper().createObjectNode().put("index", upTo);
  }

  @Command(name = "snapshot", description = "Write a snapshot now; prints up to which log entry.")
  int snapshot(@Mixin CoordinatorOptions options) {
    return options.print(
        options.connect("admin").post(path("cluster", "snapshot"), Optional.empty()));
  }

  @Command(name = "transfer", description = "Hand leadership to another node.")
  int transfer(
      @Mixin CoordinatorOptions options,
      @Parameters(paramLabel = "NODE", description = "The node's id.") String node) {
    ObjectNode body = EventCodec.mapper().createObjectNode().put("node_id", node);
    return options.print(
        options.connect("admin").post(path("cluster", "transfer"), Optional.of(body)));
  }
}
