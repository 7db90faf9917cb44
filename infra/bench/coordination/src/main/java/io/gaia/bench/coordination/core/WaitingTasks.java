package io.gaia.bench.coordination.core;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.gaia.bench.coordination.subject.Payloads;
import io.gaia.core.Batch;
import io.gaia.core.Coordination;
import io.gaia.core.Refusal;
import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.Settings;
import io.gaia.core.command.ClusterCommand.Evict;
import io.gaia.core.command.ClusterCommand.LeaderElected;
import io.gaia.core.command.ClusterCommand.Projected;
import io.gaia.core.command.Command;
import io.gaia.core.command.SessionCommand.RegisterSession;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.core.command.TaskCommand.CompleteTask;
import io.gaia.core.command.TaskCommand.EnqueueTask;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Requires;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.TaskSpec;
import io.gaia.core.model.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A state machine in which so many tasks wait, and sessions that take some of them. */
final class WaitingTasks {
  /** As the sequencer packs them when many clients ask at once. */
  private static final int COMMANDS_PER_ENTRY = 64;

  private static final int FILL_PER_ENTRY = 512;
  private static final int SESSIONS = COMMANDS_PER_ENTRY;

  /** The finished tasks that the state keeps, at any size, and the ids of those before them. */
  private static final int FINISHED_KEPT = 1_000;

  private static final Settings SETTINGS = keepingFew(Settings.DEFAULTS);
  private static final int ENTRIES_PER_TIDYING = 50;
  private static final int EVICTED_AT_ONCE = 10_000;

  /** Ticks slowly: no lease may end while the machine is measured. */
  private static final int ENTRIES_PER_MILLI = 200;

  /** As the coordinator's. */
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private final Coordination coordination = Coordination.empty();
  private final int waiting;
  private long index;
  private long tidiedIndex;
  private int tasks;

  WaitingTasks(int waiting) {
    this.waiting = waiting;
    apply(List.of(new LeaderElected("bench", 1, SETTINGS)));
    for (int i = 0; i < SESSIONS; i++) {
      apply(List.of(new RegisterSession(session(i), profile(i), false)));
    }
    while (tasks < waiting) {
      apply(newTasks(Math.min(FILL_PER_ENTRY, waiting - tasks)));
      tidyAtTimes();
    }
    tidy();
  }

  int held() {
    return waiting + coordination.view().finishedTasks();
  }

  Coordination coordination() {
    return coordination;
  }

  /** What one round cost. */
  record Cost(int tasks, long claimNanos, long enqueueNanos) {}

  /** Each session claims a task and completes it; as many new ones are enqueued. */
  Cost round() {
    long begun = System.nanoTime();
    List<Command> claims = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      claims.add(new ClaimTasks(session(i), OptionalLong.empty(), 1, Optional.empty()));
    }
    List<Command> ends = new ArrayList<>();
    List<Reply> replies = apply(claims);
    for (int i = 0; i < SESSIONS; i++) {
      for (Reply.Claimed.One one : ((Reply.Claimed) replies.get(i)).tasks()) {
        ends.add(new CompleteTask(one.taskId(), session(i), one.fence(), Optional.empty()));
      }
    }
    apply(ends);
    long claimed = System.nanoTime();
    apply(newTasks(ends.size()));
    long enqueued = System.nanoTime();
    tidyAtTimes();
    return new Cost(ends.size(), claimed - begun, enqueued - claimed);
  }

  /** As a leader does every second: PostgreSQL has the changes, and old finished tasks leave. */
  private void tidyAtTimes() {
    if (index - tidiedIndex > ENTRIES_PER_TIDYING) {
      tidy();
    }
  }

  private void tidy() {
    tidiedIndex = index;
    apply(List.of(new Projected(index), new Evict(EVICTED_AT_ONCE, true)));
  }

  private List<Command> newTasks(int count) {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      commands.add(new EnqueueTask("t-" + IDS.generate(), spec(tasks++)));
    }
    return commands;
  }

  private static TaskSpec spec(int number) {
    return new TaskSpec(
        // strings of their own, as they come out of the log
        new String("bench"),
        Payloads.one(number),
        Optional.empty(),
        OptionalInt.of(number % 10),
        Optional.empty(),
        Optional.empty(),
        Requires.NOTHING,
        List.of(),
        OptionalLong.empty(),
        OptionalInt.empty());
  }

  private static Settings keepingFew(Settings settings) {
    return new Settings(
        settings.leaseMs(),
        settings.lockDelayMs(),
        settings.claimMs(),
        settings.stallMs(),
        settings.agingMs(),
        settings.affinityBonusMs(),
        settings.maxRetries(),
        settings.maxLost(),
        settings.exponentialBackoff(),
        settings.retentionMs(),
        FINISHED_KEPT,
        settings.idempotencyMs(),
        FINISHED_KEPT,
        settings.maxLockWaiters(),
        settings.maxPendingTasks());
  }

  private static String session(int number) {
    return "s-" + number;
  }

  private static SessionProfile profile(int number) {
    return new SessionProfile(
        "bench-" + number,
        "bench",
        Tier.WORKER,
        Provider.OTHER,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        1,
        "{}");
  }

  private List<Reply> apply(List<Command> commands) {
    index++;
    Batch batch = new Batch(index / ENTRIES_PER_MILLI, commands.stream().map(Request::of).toList());
    List<Reply> replies = coordination.apply(batch, index).replies();
    for (Reply reply : replies) {
      if (reply instanceof Reply.Refused refused) {
        Refusal refusal = refused.refusal();
        throw new IllegalStateException("refused: " + refusal);
      }
    }
    return replies;
  }
}
