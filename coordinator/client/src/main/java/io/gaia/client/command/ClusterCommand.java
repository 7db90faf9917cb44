package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gaia cluster}. */
@Command(name = "cluster", description = "The coordinator's nodes: leader, term, log positions.")
final class ClusterCommand implements Callable<Integer> {

  @Mixin private CoordinatorOptions coordinator;

  @Override
  public Integer call() {
    return status(coordinator);
  }

  @Command(name = "status", description = "Leader, term, nodes and log positions.")
  int status(@Mixin CoordinatorOptions options) {
    return options.print(options.connect("admin").get(path("cluster")));
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
