package io.gaia.core;

import io.gaia.core.command.ClusterCommand;
import io.gaia.core.command.Command;
import io.gaia.core.command.LessonCommand;
import io.gaia.core.command.LockCommand;
import io.gaia.core.command.SessionCommand;
import io.gaia.core.command.TaskCommand;

/** The rules, joined: every command finds the one that decides it. */
final class Decider implements Command.Families<Reply> {
  private final SessionRules sessions;
  private final TaskRules tasks;
  private final LockRules locks;
  private final LessonRules lessons;
  private final ClusterRules cluster;
  private final Due due;

  Decider(Turn turn) {
    ClaimEndings endings = new ClaimEndings(turn);
    LockQueue queue = new LockQueue(turn);
    SessionEnd end = new SessionEnd(turn, endings, queue);
    sessions = new SessionRules(turn, end);
    tasks = new TaskRules(turn, endings);
    locks = new LockRules(turn, queue);
    lessons = new LessonRules(turn);
    cluster = new ClusterRules(turn);
    due = new Due(turn, end, endings, queue);
  }

  void fireDue() {
    due.fire();
  }

  Reply decide(Command command) {
    return command.family(this);
  }

  @Override
  public Reply session(SessionCommand command) {
    return command.match(sessions);
  }

  @Override
  public Reply task(TaskCommand command) {
    return command.match(tasks);
  }

  @Override
  public Reply lock(LockCommand command) {
    return command.match(locks);
  }

  @Override
  public Reply lesson(LessonCommand command) {
    return command.match(lessons);
  }

  @Override
  public Reply cluster(ClusterCommand command) {
    return command.match(cluster);
  }
}
