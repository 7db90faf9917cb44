package io.gaia.core;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Makes the commands of a simulated day: mostly sensible ones, some late, stale or wrong. What it
 * knows of fences comes from views, sometimes old ones.
 */
final class Clients {
  private static final int SESSIONS = 7;
  private static final int LESSONS = 3;
  private static final int LOCKS = 3;
  private static final int KEYS = 40;
  private static final int CROWD = 60;

  private final Random random;
  private int ids;

  Clients(Random random) {
    this.random = random;
  }

  String newId(String prefix) {
    return prefix + ids++;
  }

  Command next(View now, View old) {
    View view = random.nextInt(5) == 0 ? old : now;
    int dice = random.nextInt(100);
    if (dice < 22) {
      return heartbeat(view);
    } else if (dice < 40) {
      return claim(view);
    } else if (dice < 52) {
      return now.queue().byStatus().values().stream().mapToLong(n -> n).sum() < CROWD
          ? new TaskCommand.EnqueueTask(newId("t"), spec(view))
          : new ClusterCommand.Evict(1 + random.nextInt(20), random.nextBoolean());
    } else if (dice < 76) {
      return aboutTask(view);
    } else if (dice < 88) {
      return aboutLock(view);
    } else if (dice < 96) {
      return aboutSession();
    }
    return aboutHouse(now);
  }

  private String session() {
    return "s" + random.nextInt(SESSIONS);
  }

  private String lesson() {
    return "l" + random.nextInt(LESSONS);
  }

  private String key() {
    return "k" + random.nextInt(LOCKS);
  }

  private OptionalLong incarnation(View view, String session) {
    return random.nextBoolean()
        ? OptionalLong.empty()
        : view.session(session)
            .map(s -> OptionalLong.of(s.incarnation()))
            .orElse(OptionalLong.of(1));
  }

  private Command heartbeat(View view) {
    String session = session();
    List<ProgressReport> progress = new ArrayList<>();
    for (Task task : view.claimsOf(session)) {
      if (random.nextInt(3) == 0) {
        progress.add(
            new ProgressReport(
                task.id(),
                task.fence(),
                OptionalInt.of(random.nextInt(101)),
                Optional.empty(),
                Optional.of("{\"n\":" + random.nextInt(9) + "}")));
      }
    }
    return new SessionCommand.Heartbeat(session, incarnation(view, session), progress);
  }

  private Command claim(View view) {
    String session = session();
    return new TaskCommand.ClaimTasks(
        session,
        incarnation(view, session),
        1 + random.nextInt(2),
        random.nextInt(4) == 0 ? Optional.of(lesson()) : Optional.empty(),
        random.nextInt(4) == 0);
  }

  private TaskSpec spec(View view) {
    Optional<String> key =
        random.nextInt(3) == 0 ? Optional.of("key" + random.nextInt(KEYS)) : Optional.empty();
    boolean plain = key.isPresent();
    List<String> dependsOn = new ArrayList<>();
    if (!plain && random.nextInt(3) == 0) {
      someTask(view).map(Task::id).ifPresent(dependsOn::add);
    }
    Requires requires =
        random.nextInt(4) == 0
            ? new Requires(Optional.of(Tier.MANAGER), Optional.empty(), List.of("java"))
            : Requires.NOTHING;
    return new TaskSpec(
        "work",
        plain && random.nextInt(8) > 0 ? "{}" : "{\"n\":" + random.nextInt(9) + "}",
        key,
        plain ? OptionalInt.empty() : OptionalInt.of(random.nextInt(10)),
        plain || random.nextBoolean() ? Optional.empty() : Optional.of(lesson()),
        !plain && random.nextInt(10) == 0 ? Optional.of("s0") : Optional.empty(),
        plain ? Requires.NOTHING : requires,
        dependsOn,
        !plain && random.nextInt(6) == 0
            ? OptionalLong.of(view.nowMs() + random.nextInt(60_000))
            : OptionalLong.empty(),
        plain ? OptionalInt.empty() : OptionalInt.of(random.nextInt(3)));
  }

  private Optional<Task> someTask(View view) {
    List<Task> tasks = view.tasks(TaskFilter.ALL, 0, CROWD).tasks();
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(tasks.get(random.nextInt(tasks.size())));
  }

  private Command aboutTask(View view) {
    Optional<Task> some = someTask(view);
    for (int i = 0; i < 3 && some.isPresent() && some.get().claim().isEmpty(); i++) {
      some = someTask(view);
    }
    String id = some.map(Task::id).orElse("t-none");
    String session =
        some.flatMap(Task::claim).map(claim -> claim.sessionId()).orElseGet(this::session);
    long fence = some.map(Task::fence).orElse(1L) - (random.nextInt(6) == 0 ? 1 : 0);
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> new TaskCommand.CompleteTask(id, session, fence, Optional.of("{}"));
      case 3, 4 -> new TaskCommand.FailTask(id, session, fence, "boom", random.nextInt(4) > 0);
      case 5 -> new TaskCommand.StartTask(id, session, fence);
      case 6 -> new TaskCommand.ExtendClaim(id, session, fence, OptionalLong.empty());
      case 7 ->
          new TaskCommand.ReleaseTask(
              id,
              session,
              fence,
              random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(view.nowMs() + 5_000));
      case 8 -> new TaskCommand.CancelTask(id, "no more");
      case 9, 10 -> new TaskCommand.RetryTask(id);
      default -> new TaskCommand.AssignTask(id, session());
    };
  }

  private Command aboutLock(View view) {
    String key = key();
    Optional<Lock> lock = view.lock(key);
    String owner = lock.map(Lock::ownerId).orElseGet(this::session);
    long fence = lock.map(Lock::fence).orElse(1L) - (random.nextInt(6) == 0 ? 1 : 0);
    return switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> {
        String session = session();
        yield new LockCommand.AcquireLock(
            key,
            session,
            incarnation(view, session),
            1_000 + random.nextInt(40_000),
            random.nextBoolean() ? 0 : random.nextInt(25_000),
            "{}");
      }
      case 4 -> new LockCommand.RenewLock(key, owner, fence, OptionalLong.empty());
      case 5, 6 -> new LockCommand.ReleaseLock(key, owner, fence);
      default -> new LockCommand.LeaveLockQueue(key, session());
    };
  }

  private Command aboutSession() {
    String session = session();
    return switch (random.nextInt(10)) {
      case 0 -> new SessionCommand.FailSession(session, "told so");
      case 1 -> new SessionCommand.UnregisterSession(session);
      case 2 -> new SessionCommand.UpdateSession(session, SessionChange.PAUSE);
      case 3 -> new SessionCommand.UpdateSession(session, SessionChange.RESUME);
      case 4 ->
          random.nextInt(4) == 0
              ? new SessionCommand.UpdateSession(session, SessionChange.DRAIN)
              : new SessionCommand.UpdateSession(session, SessionChange.RESUME);
      default ->
          new SessionCommand.RegisterSession(session, profile(session), random.nextInt(6) == 0);
    };
  }

  private SessionProfile profile(String name) {
    boolean manager = name.compareTo("s3") < 0;
    return new SessionProfile(
        name,
        "ada",
        manager ? Tier.MANAGER : Tier.WORKER,
        Provider.CLAUDE,
        manager ? List.of("java") : List.of(),
        name.equals("s4") ? Optional.of("l1") : Optional.empty(),
        name.equals("s5")
            ? Optional.of(new TimeWindow(22 * 60, 6 * 60, "America/New_York"))
            : Optional.empty(),
        1 + random.nextInt(4),
        "{}");
  }

  private Command aboutHouse(View view) {
    return switch (random.nextInt(10)) {
      case 0 -> new ClusterCommand.PauseQueue();
      case 1, 2 -> new ClusterCommand.ResumeQueue();
      case 8 ->
          new ClusterCommand.Relayed(
              Math.max(0, view.index() - random.nextInt(50)), random.nextInt(3));
      case 9 -> new ClusterCommand.RaiseFormat(1 + random.nextInt(3));
      case 3, 4 ->
          new LessonCommand.UpdateLesson(
              lesson(),
              Optional.empty(),
              OptionalInt.of(random.nextInt(10)),
              Optional.of(random.nextInt(3) == 0),
              Optional.empty());
      case 5 -> new LessonCommand.RemoveAffinity(session(), lesson());
      default ->
          new LessonCommand.SetAffinity(
              new Affinity(session(), lesson(), random.nextInt(101), Optional.empty()));
    };
  }

  /** Someone who can do everything, for the end of the day. */
  static SessionProfile allRounder(String name) {
    return new SessionProfile(
        name,
        "ada",
        Tier.MANAGER,
        Provider.CLAUDE,
        List.of("java"),
        Optional.empty(),
        Optional.empty(),
        1_000,
        "{}");
  }
}
