package io.gaia.server.coordination;

import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.TaskFilter;
import io.gaia.core.TaskPage;
import io.gaia.core.View;
import io.gaia.core.command.Command;
import io.gaia.core.command.TaskCommand.CompleteTask;
import io.gaia.core.command.TaskCommand.RetryTask;
import io.gaia.core.model.TaskStatus;
import io.gaia.server.auth.Caller;
import io.gaia.server.http.Page;
import io.gaia.server.http.Problem;
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
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      TaskBodies.CompleteItem item = items.get(i);
      String at = "items[" + i + "].";
      String sessionId = Fields.required(at + "session_id", item.sessionId());
      Access.toSession(caller, desk, sessionId);
      commands.add(
          new CompleteTask(
              Fields.required(at + "task_id", item.taskId()),
              sessionId,
              Fields.required(at + "fence", item.fence()),
              Fields.text(at + "result", item.result())));
    }
    return run(requestId, commands, reply -> ((Reply.Changed) reply).id());
  }

  /**
   * A retry of the same request answers with the tasks that it replayed the first time, and replays
   * no others.
   */
  Outcome retry(Optional<String> requestId, Optional<TaskBodies.RetryFilter> filter) {
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
    View view = desk.view(Optional.empty());
    List<Command> commands = requestId.map(id -> answered(view, id)).orElseGet(ArrayList::new);
    if (!commands.isEmpty()) {
      return run(requestId, commands, reply -> ((Reply.Changed) reply).id());
    }
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
    return run(requestId, commands, reply -> ((Reply.Changed) reply).id());
  }

  /** The commands that have answers under that request id already. */
  private static List<Command> answered(View view, String requestId) {
    List<Command> commands = new ArrayList<>();
    for (Optional<String> task = view.taskAnswered(requestId + "#0");
        task.isPresent();
        task = view.taskAnswered(requestId + "#" + commands.size())) {
      commands.add(new RetryTask(task.get()));
    }
    return commands;
  }

  private Outcome run(
      Optional<String> requestId, List<Command> commands, Function<Reply, String> taskId) {
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      String suffix = "#" + i;
      requests.add(new Request(requestId.map(id -> id + suffix), commands.get(i)));
    }
    List<CompletableFuture<Applied>> answers = desk.hand(requests);
    List<TaskJson> tasks = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Applied applied = desk.await(answers.get(i));
      if (applied.reply() instanceof Reply.Refused refused) {
        rejected.add(new Rejected(i, RefusalProblems.of(refused.refusal())));
      } else {
        CommandDesk.Done<Reply> done = CommandDesk.done(Reply.class, applied);
        tasks.add(TaskJson.of(done.task(taskId.apply(done.reply()))));
      }
    }
    return new Outcome(tasks, rejected);
  }
}
