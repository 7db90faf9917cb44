package io.gaia.client.command;

import java.util.List;

/** Every command of the command line, in the order of its help. */
public final class Commands {

  private Commands() {}

  public static List<Object> all() {
    return List.of(
        new StatusCommand(),
        new AlertsCommand(),
        new SessionCommand(),
        new LessonCommand(),
        new TaskCommand(),
        new WorkerCommand(),
        new LockCommand(),
        new QueueCommand(),
        new ClusterCommand(),
        new JobsCommand(),
        new ReplayCommand(),
        new SimulateCommand(),
        new TokenCommand(),
        new CompletionCommand());
  }
}
