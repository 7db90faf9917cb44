package io.gaia.core.command;

/** What can be asked of the state machine. Randomness, ids and times come in as data. */
public sealed interface Command
    permits SessionCommand, TaskCommand, LockCommand, LessonCommand, ClusterCommand {
  <R> R match(Cases<R> cases);

  /** Its family alone: for a reader that splits the work the same way. */
  <R> R family(Families<R> families);

  /** What it is about: a request id stands for one command and one subject. */
  String subject();

  /** One case for each command. */
  interface Cases<R>
      extends SessionCommand.Cases<R>,
          TaskCommand.Cases<R>,
          LockCommand.Cases<R>,
          LessonCommand.Cases<R>,
          ClusterCommand.Cases<R> {}

  /** One case for each family. */
  interface Families<R> {
    R session(SessionCommand command);

    R task(TaskCommand command);

    R lock(LockCommand command);

    R lesson(LessonCommand command);

    R cluster(ClusterCommand command);
  }
}
