package io.gaia.server.coordination;

import io.gaia.core.Reply;
import io.gaia.core.TaskFilter;
import io.gaia.core.TaskPage;
import io.gaia.core.View;
import io.gaia.core.command.Command;
import io.gaia.core.command.TaskCommand.CompleteTask;
import io.gaia.core.command.TaskCommand.RetryTask;
import io.gaia.core.model.TaskStatus;
import io.gaia.server.auth.Caller;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemException;
import io.gaia.server.replication.Applied;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Many tasks in one request: each is decided by itself, all share few log entries. */
final class TaskBatches {
  private final CommandDesk desk;

  TaskBatches(CommandDesk desk) {
    this.desk = desk;
  }

  /**
   * @param tasks as they are now, in the order asked for, without the rejected ones
   * @param rejected what was refused, by its position in the request
   */
  public record Outcome(List<TaskJson> tasks, List<Rejected> rejected) {}

  public record Rejected(int index, Problem problem) {}

  /** A request that is wrong in one place does nothing at all. */
  Outcome enqueue(Optional<String> requestId, List<TaskBodies.NewTask> tasks) {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      commands.add(tasks.get(i).toCommand("tasks[" + i + "]."));
    }
    return run(requestId, commands, reply -> ((Reply.Enqueued) reply).taskId());
  }

  Outcome complete(Caller caller, Optional<String> requestId, List<TaskBodies.CompleteItem> items) {
    TaskBodies.requireBatch("items", items.size());
    View view = desk.stale();
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      TaskBodies.CompleteItem item = items.get(i);
      String at = "items[" + i + "].";
      String sessionId = Fields.required(at + "session_id", item.sessionId());
      Access.toSession(caller, view, sessionId);
      commands.add(
          new CompleteTask(
              Fields.required(at + "task_id", item.taskId()),
              sessionId,
              Fields.required(at + "fence", item.fence()),
              Fields.text(at + "result", item.result())));
    }
    return run(requestId, commands, reply -> ((Reply.Changed) reply).id());
  }

  Outcome retry(Optional<TaskBodies.RetryFilter> filter) {
    TaskStatus status =
        filter
            .flatMap(TaskBodies.RetryFilter::status)
            .map(name -> Fields.constant(TaskStatus.class, "status", name))
            .orElse(TaskStatus.FAILED);
    if (status != TaskStatus.FAILED && status != TaskStatus.CANCELLED) {
      throw Problem.invalidField("status", "status takes one of failed, cancelled").exception();
    }
    Optional<String> lessonId = filter.flatMap(TaskBodies.RetryFilter::lessonId);
    Optional<String> taskType = filter.flatMap(TaskBodies.RetryFilter::taskType);
    int limit = Page.limit(filter.flatMap(TaskBodies.RetryFilter::limit));
    List<Command> commands = new ArrayList<>();
    View view = desk.view(Optional.empty());
    TaskFilter all = new TaskFilter(Optional.of(status), lessonId, Optional.empty());
    OptionalLong from = OptionalLong.of(0);
    while (from.isPresent() && commands.size() < limit) {
      TaskPage page = view.tasks(all, from.getAsLong(), Page.MAX_LIMIT);
      page.tasks().stream()
          .filter(task -> taskType.isEmpty() || task.spec().taskType().equals(taskType.get()))
          .limit(limit - commands.size())
          .forEach(task -> commands.add(new RetryTask(task.id())));
      from = page.next();
    }
    return run(Optional.empty(), commands, reply -> ((Reply.Changed) reply).id());
  }

  private Outcome run(
      Optional<String> requestId, List<Command> commands, Function<Reply, String> taskId) {
    List<CompletableFuture<Applied>> answers = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      String suffix = "#" + i;
      answers.add(desk.hand(requestId.map(id -> id + suffix), commands.get(i)));
    }
    List<TaskJson> tasks = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      try {
        CommandDesk.Done<Reply> done = CommandDesk.done(Reply.class, desk.await(answers.get(i)));
        tasks.add(TaskResource.json(done.view(), taskId.apply(done.reply())));
      } catch (ProblemException e) {
        rejected.add(new Rejected(i, e.problem()));
      }
    }
    return new Outcome(tasks, rejected);
  }
}
