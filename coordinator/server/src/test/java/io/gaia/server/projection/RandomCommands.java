package io.gaia.server.projection;

import io.gaia.core.TaskFilter;
import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand;
import io.gaia.core.command.Command;
import io.gaia.core.command.LessonCommand;
import io.gaia.core.command.LockCommand;
import io.gaia.core.command.ProgressReport;
import io.gaia.core.command.SessionChange;
import io.gaia.core.command.SessionCommand;
import io.gaia.core.command.TaskCommand;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Requires;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskSpec;
import io.gaia.core.model.Tier;
import io.gaia.core.model.TimeWindow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/** Commands drawn from a seed that change everything there is a row for, in all its columns. */
final class RandomCommands {
  private static final int MANY_TASKS = 60;
  private static final List<String> JSON =
      List.of(
          "{}",
          "null",
          "[1,2.50,1e3,-0.0,12345678901234567890]",
          "{\"a\":{\"b\":[null,true,\"\\\"x\\\\y\\n\"]},\"ü\":\"\uD83D\uDE00\"}");

  private final Random random;
  private int ids;

  RandomCommands(Random random) {
    this.random = random;
  }

  Command next(View view) {
    int dice = random.nextInt(100);
    if (dice < 18) {
      return aboutSession();
    }
    if (dice < 35) {
      long tasks = view.queue().byStatus().values().stream().mapToLong(n -> n).sum();
      return tasks < MANY_TASKS
          ? new TaskCommand.EnqueueTask("t" + ids++, spec(view))
          : new ClusterCommand.Evict(1 + random.nextInt(20), random.nextBoolean());
    }
    if (dice < 50) {
      return new TaskCommand.ClaimTasks(
          session(), OptionalLong.empty(), 1 + random.nextInt(3), Optional.empty());
    }
    if (dice < 75) {
      return aboutTask(view);
    }
    return dice < 88 ? aboutLock(view) : aboutLesson();
  }

  private String session() {
    return "s" + random.nextInt(6);
  }

  private String lesson() {
    return "lesson " + random.nextInt(4);
  }

  private <T> T one(List<T> many) {
    return many.get(random.nextInt(many.size()));
  }

  private String json() {
    return one(JSON);
  }

  private String object() {
    return random.nextBoolean() ? "{}" : JSON.get(3);
  }

  private <T> Optional<T> maybe(T value) {
    return random.nextInt(3) == 0 ? Optional.of(value) : Optional.empty();
  }

  private Optional<TimeWindow> window() {
    return maybe(
        new TimeWindow(random.nextInt(24 * 60), random.nextInt(24 * 60), "America/New_York"));
  }

  private Command aboutSession() {
    String id = session();
    return switch (random.nextInt(8)) {
      case 0 -> new SessionCommand.FailSession(id, "it said \"no\"\n");
      case 1 -> new SessionCommand.UnregisterSession(id);
      case 2 -> new SessionCommand.UpdateSession(id, SessionChange.PAUSE);
      case 3 -> new SessionCommand.UpdateSession(id, SessionChange.RESUME);
      case 4 -> new SessionCommand.Heartbeat(id, OptionalLong.empty(), List.of());
      default ->
          new SessionCommand.RegisterSession(
              id,
              new SessionProfile(
                  "name, of {" + id + "}",
                  "ada",
                  one(List.of(Tier.values())),
                  one(List.of(Provider.values())),
                  random.nextBoolean() ? List.of() : List.of("java", "c, or \"c++\""),
                  maybe(lesson()),
                  window(),
                  1 + random.nextInt(5),
                  object()),
              random.nextInt(4) == 0);
    };
  }

  private TaskSpec spec(View view) {
    return new TaskSpec(
        "build",
        json(),
        maybe("key" + ids),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(10)),
        maybe(lesson()),
        random.nextInt(12) == 0 ? Optional.of(session()) : Optional.empty(),
        random.nextInt(5) == 0
            ? new Requires(Optional.of(Tier.MANAGER), Optional.empty(), List.of("java"))
            : Requires.NOTHING,
        someTask(view).filter(task -> random.nextInt(4) == 0).map(Task::id).stream().toList(),
        random.nextInt(6) == 0
            ? OptionalLong.of(view.nowMs() + random.nextInt(5000))
            : OptionalLong.empty(),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(3)));
  }

  private Optional<Task> someTask(View view) {
    List<Task> tasks = view.tasks(TaskFilter.ALL, 0, MANY_TASKS).tasks();
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(tasks.get(random.nextInt(tasks.size())));
  }

  private Command aboutTask(View view) {
    Optional<Task> some = someTask(view);
    for (int i = 0; i < 5 && some.flatMap(Task::claim).isEmpty(); i++) {
      some = someTask(view);
    }
    String id = some.map(Task::id).orElse("none");
    String holder =
        some.flatMap(Task::claim).map(claim -> claim.sessionId()).orElseGet(this::session);
    long fence = some.map(Task::fence).orElse(1L);
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> new TaskCommand.CompleteTask(id, holder, fence, maybe(json()));
      case 3, 4 -> new TaskCommand.FailTask(id, holder, fence, "boom 'n' bang", dice(4) > 0);
      case 5 -> new TaskCommand.StartTask(id, holder, fence);
      case 6 -> new TaskCommand.ExtendClaim(id, holder, fence, OptionalLong.empty());
      case 7 -> new TaskCommand.ReleaseTask(id, holder, fence, OptionalLong.empty());
      case 8 -> new TaskCommand.CancelTask(id, "no more");
      case 9 -> new TaskCommand.RetryTask(id);
      default ->
          new SessionCommand.Heartbeat(
              holder,
              OptionalLong.empty(),
              List.of(
                  new ProgressReport(
                      id,
                      fence,
                      OptionalInt.of(random.nextInt(101)),
                      maybe("half way"),
                      maybe(json()))));
    };
  }

  private int dice(int sides) {
    return random.nextInt(sides);
  }

  private Command aboutLock(View view) {
    String key = "lock:" + random.nextInt(4);
    Optional<Lock> lock = view.lock(key);
    String owner = lock.map(Lock::ownerId).orElseGet(this::session);
    long fence = lock.map(Lock::fence).orElse(1L);
    return switch (random.nextInt(6)) {
      case 0 -> new LockCommand.RenewLock(key, owner, fence, OptionalLong.empty());
      case 1, 2 -> new LockCommand.ReleaseLock(key, owner, fence);
      default ->
          new LockCommand.AcquireLock(
              key, session(), OptionalLong.empty(), 1_000 + random.nextInt(60_000), 0, object());
    };
  }

  private Command aboutLesson() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> new LessonCommand.CreateLesson(lesson(), "Brüche", random.nextInt(10), object());
      case 2 ->
          new LessonCommand.UpdateLesson(
              lesson(),
              maybe("Fractions"),
              OptionalInt.of(random.nextInt(10)),
              Optional.of(random.nextInt(4) == 0),
              maybe(object()));
      case 3 -> new LessonCommand.RemoveAffinity(session(), lesson());
      default ->
          new LessonCommand.SetAffinity(
              new Affinity(session(), lesson(), random.nextInt(101), window()));
    };
  }
}
