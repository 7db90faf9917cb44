package io.gaia.client.command;

import static io.gaia.client.command.CoordinatorOptions.path;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gaia cluster}. */
@Command(name = "cluster", description = "The coordinator's nodes: leader, term, log positions.")
final class ClusterCommand implements Callable<Integer> {

  @Mixin private CoordinatorOptions coordinator;

  @Override
  public Integer call() {
    return coordinator.print(coordinator.connect("admin").get(path("cluster")));
  }
}
