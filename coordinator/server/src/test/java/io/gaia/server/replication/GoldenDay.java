package io.gaia.server.replication;

import io.gaia.core.Batch;
import io.gaia.core.Coordination;
import io.gaia.core.Request;
import io.gaia.core.Settings;
import io.gaia.core.TaskFilter;
import io.gaia.core.command.ClusterCommand;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A made-up day in which every command is sent and every kind of thing is left in the state. */
final class GoldenDay {
  private static final int SESSIONS = 5;
  private static final int TASKS = 60;
  private static final int ROUNDS = 30;
  private static final TimeWindow NIGHT = new TimeWindow(22 * 60, 6 * 60, "Europe/Berlin");

  private final List<Batch> log = new ArrayList<>();
  private final Coordination core = Coordination.empty();
  private long nowMs = Instant.parse("2026-03-02T08:00:00Z").toEpochMilli();

  private GoldenDay() {}

  /** Its log, the first entry at index 1, with what came with that format version. */
  static List<Batch> log(int formatVersion) {
    GoldenDay day = new GoldenDay();
    day.opens();
    if (formatVersion > RaiseFormat.FIRST) {
      day.raises(formatVersion);
    }
    for (int round = 0; round < ROUNDS; round++) {
      day.works(round);
    }
    day.nightFalls();
    day.leavesTraces();
    return day.log;
  }

  private void entry(Command... commands) {
    List<Request> requests = new ArrayList<>();
    for (Command command : commands) {
      requests.add(
          log.size() % 3 == 0
              ? Request.of("r-" + log.size() + "-" + requests.size(), command)
              : Request.of(command));
    }
    entry(requests);
  }

  private void entry(List<Request> requests) {
    Batch batch = new Batch(nowMs, requests);
    log.add(batch);
    core.apply(batch, log.size());
  }

  private void opens() {
    entry(elected(1, nowMs));
    entry(new LessonCommand.CreateLesson("loops", "Loops", 3, "{\"class\":\"7b\"}"));
    entry(
        new LessonCommand.UpdateLesson(
            "loops",
            Optional.of("Loops and ranges"),
            OptionalInt.of(4),
            Optional.of(false),
            Optional.empty()));
    for (int i = 0; i < SESSIONS; i++) {
      entry(new SessionCommand.RegisterSession("s" + i, profile(i), false));
    }
    for (String lesson : List.of("loops", "lists")) {
      entry(
          new LessonCommand.SetAffinity(new Affinity("s1", lesson, 70, Optional.of(NIGHT))),
          new LessonCommand.SetAffinity(new Affinity("s2", lesson, 30, Optional.empty())));
    }
    entry(new LessonCommand.RemoveAffinity("s2", "lists"));
    for (int i = 0; i < TASKS; i++) {
      entry(new TaskCommand.EnqueueTask("t" + i, spec(i)));
    }
  }

  /** Claims that find nothing, while they wait and for good. */
  private void raises(int formatVersion) {
    entry(new RaiseFormat(formatVersion));
    TaskCommand.ClaimTasks claim =
        new TaskCommand.ClaimTasks("s0", OptionalLong.of(1), 2, Optional.of("nothing"));
    entry(List.of(Request.of("waits", claim.whoWaits()), Request.of("waited", claim)));
  }

  private static ClusterCommand elected(long term, long wallMs) {
    return new ClusterCommand.LeaderElected(
        "n" + term, term, Settings.DEFAULTS, OptionalLong.of(wallMs));
  }

  private static SessionProfile profile(int i) {
    return new SessionProfile(
        "worker \u00e4" + i,
        "ada",
        Tier.values()[i % Tier.values().length],
        Provider.values()[i % Provider.values().length],
        i % 2 == 0 ? List.of("java", "sql") : List.of(),
        i == 3 ? Optional.of("loops") : Optional.empty(),
        i == 4 ? Optional.of(NIGHT) : Optional.empty(),
        3,
        "{\"i\":" + i + "}");
  }

  private TaskSpec spec(int i) {
    return new TaskSpec(
        "review",
        "{\"file\":\"" + i + ".java\"}",
        i % 3 == 0 ? Optional.of("key-" + i) : Optional.empty(),
        i % 2 == 0 ? OptionalInt.of(i % 10) : OptionalInt.empty(),
        i % 4 == 0 ? Optional.of("loops") : Optional.empty(),
        i % 13 == 5 ? Optional.of("s1") : Optional.empty(),
        i % 7 == 0
            ? new Requires(
                Optional.of(Tier.HIGH_LEVEL), Optional.of(Provider.CLAUDE), List.of("java"))
            : Requires.NOTHING,
        i % 9 == 8 ? List.of("t" + (i - 1)) : List.of(),
        i % 11 == 6 ? OptionalLong.of(nowMs + i * 1_000L) : OptionalLong.empty(),
        i % 5 == 0 ? OptionalInt.of(1) : OptionalInt.empty());
  }

  private void works(int round) {
    nowMs += 5_000;
    String session = "s" + round % SESSIONS;
    for (int i = 0; i < SESSIONS; i++) {
      entry(
          new SessionCommand.Heartbeat(
              "s" + i, OptionalLong.of(1), i % 2 == 0 ? progress("s" + i) : List.of()));
    }
    entry(new TaskCommand.ClaimTasks(session, OptionalLong.empty(), 2, Optional.empty()));
    int turn = round;
    for (Task task : core.view().claimsOf(session)) {
      entry(new TaskCommand.StartTask(task.id(), session, task.fence()));
      entry(outcome(task, session, turn++));
    }
    entry(
        new LockCommand.AcquireLock(
            "file:" + round % 4, session, OptionalLong.empty(), 60_000, 20_000, "{}"));
    core.view().lock("file:" + (round + 1) % 4).ifPresent(lock -> entry(about(lock, round)));
  }

  private List<ProgressReport> progress(String session) {
    return core.view().claimsOf(session).stream()
        .map(
            task ->
                new ProgressReport(
                    task.id(),
                    task.fence(),
                    OptionalInt.of(40),
                    Optional.of("compiling"),
                    Optional.of("{\"line\":7}")))
        .toList();
  }

  private Command outcome(Task task, String session, int turn) {
    String id = task.id();
    return switch (turn % 7) {
      case 0, 1 -> new TaskCommand.CompleteTask(id, session, task.fence(), Optional.of("{}"));
      case 2 -> new TaskCommand.FailTask(id, session, task.fence(), "rate limit", true);
      case 3 -> new TaskCommand.FailTask(id, session, task.fence(), "bad input", false);
      case 4 ->
          new TaskCommand.ReleaseTask(id, session, task.fence(), OptionalLong.of(nowMs + 8_000));
      case 5 -> new TaskCommand.ExtendClaim(id, session, task.fence(), OptionalLong.of(900_000));
      default -> new TaskCommand.CancelTask(id, "no need");
    };
  }

  private static Command about(Lock lock, int round) {
    return switch (round % 3) {
      case 0 ->
          new LockCommand.RenewLock(
              lock.key(), lock.ownerId(), lock.fence(), OptionalLong.of(30_000));
      case 1 -> new LockCommand.ReleaseLock(lock.key(), lock.ownerId(), lock.fence());
      default -> new LockCommand.LeaveLockQueue(lock.key(), "s" + round % SESSIONS);
    };
  }

  private void nightFalls() {
    entry(new ClusterCommand.PauseQueue());
    entry(new ClusterCommand.MoveTime(3_000));
    entry(new ClusterCommand.ResumeQueue(), new ClusterCommand.Relayed(40, 0));
    entry(new ClusterCommand.Projected(log.size() / 2));
    // nobody leads meanwhile: the state is moved, and no lease has ended
    long nightMs = Duration.ofHours(25).toMillis();
    entry(elected(2, nowMs + nightMs));
    nowMs += nightMs;
    entry(new ClusterCommand.Evict(5, false));
  }

  private void leavesTraces() {
    for (Task task : core.view().tasks(TaskFilter.ALL, 0, TASKS).tasks()) {
      entry(new TaskCommand.RetryTask(task.id()));
    }
    entry(new SessionCommand.UpdateSession("s0", SessionChange.PAUSE));
    entry(new SessionCommand.UpdateSession("s0", SessionChange.RESUME));
    entry(new TaskCommand.EnqueueTask("last", spec(2)));
    entry(new TaskCommand.AssignTask("last", "s0"));
    entry(new SessionCommand.FailSession("s2", "unplugged"));
    entry(new SessionCommand.UnregisterSession("s4"));
    for (String session : List.of("s0", "s1")) {
      entry(
          new LockCommand.AcquireLock(
              "build", session, OptionalLong.empty(), 60_000, 20_000, "{\"why\":\"tests\"}"));
    }
  }
}
