package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gaia queue}. */
@Command(name = "queue", description = "The task queue: counts by status, oldest age, rates.")
final class QueueCommand implements Callable<Integer> {

  @Mixin private CoordinatorOptions coordinator;

  @Override
  public Integer call() {
    return coordinator.print(coordinator.connect("agent").get(path("queue")));
  }

  @Command(name = "pause", description = "Hand out no tasks.")
  int pause(@Mixin CoordinatorOptions options) {
    return options.print(options.connect("admin").post(path("queue", "pause"), Optional.empty()));
  }

  @Command(name = "resume", description = "Hand out tasks again.")
  int resume(@Mixin CoordinatorOptions options) {
    return options.print(options.connect("admin").post(path("queue", "resume"), Optional.empty()));
  }
}
