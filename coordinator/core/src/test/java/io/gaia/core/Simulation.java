package io.gaia.core;

import io.gaia.core.command.ClusterCommand;
import io.gaia.core.command.LessonCommand.UpdateLesson;
import io.gaia.core.command.SessionCommand;
import io.gaia.core.command.TaskCommand;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * A cluster of state machines, a log and clients, all drawn from one seed: duplicates, stale
 * knowledge, leader changes, lagging nodes and nodes filled by snapshots. Invariants are checked
 * after every entry.
 */
final class Simulation {
  private static final int NODES = 3;
  private static final int DUPLICATES_KEPT = 30;
  private static final Settings SETTINGS =
      new SettingsEdit()
          .retentionMs(120_000)
          .claimMs(60_000)
          .stallMs(20_000)
          .maxLockWaiters(1)
          .done();

  private final Random random;
  private final Watch watch;
  private final Clients clients;
  private final GuardedCounter counter;
  private final Invariants invariants;
  private final ProjectionFold projection;
  private final List<Batch> log = new ArrayList<>();
  private final List<ApplyResult> results = new ArrayList<>();
  private final SimulatedTime time;
  private final List<Replica> replicas = new ArrayList<>();
  private final Deque<Request> recent = new ArrayDeque<>();
  private final Set<Class<?>> events = new HashSet<>();
  private final Set<Refusal.Code> refusals = EnumSet.noneOf(Refusal.Code.class);
  private int leader;
  private long term;
  private View old;

  Simulation(long seed, Mutant mutant, Watch watch) {
    random = new Random(seed);
    this.watch = watch;
    invariants = new Invariants(watch);
    clients = new Clients(random);
    counter = new GuardedCounter(watch, random);
    for (int i = 0; i < NODES; i++) {
      replicas.add(new Replica(mutant));
    }
    projection = new ProjectionFold(watch, random);
    time = new SimulatedTime(random, NODES);
    old = leader().view();
    elect();
  }

  /** Runs, and then lets the faults stop: all that can be done gets done. */
  void run(int steps) {
    for (int step = 0; step < steps; step++) {
      step();
    }
    heal();
    for (Replica replica : replicas) {
      catchUp(replica);
    }
    compareReplicas();
    watch.check(
        replicas.stream().map(r -> r.view().stateHash()).distinct().count() == 1,
        "I8",
        "the nodes differ in the end");
    projection.catchUp(leader().view());
  }

  private void step() {
    int dice = random.nextInt(1_000);
    if (dice < 5) {
      leader = random.nextInt(NODES);
      catchUp(leader());
      elect();
    } else if (dice < 15) {
      Replica filled = replicas.get(random.nextInt(NODES));
      Replica source = replicas.get(random.nextInt(NODES));
      if (filled != leader() && filled != source) {
        filled.restoreFrom(source);
        compare(filled, source);
      }
    } else if (dice < 65) {
      catchUp(replicas.get(random.nextInt(NODES)));
    } else if (dice < 250) {
      time.passes(
          random.nextInt(20) == 0 ? random.nextInt(90_000) : random.nextInt(4_000),
          leader().view());
      propose(List.of());
    } else if (dice < 260) {
      old = leader().view();
    } else if (dice < 270) {
      compareReplicas();
    } else if (dice < 272) {
      time.setWall(random.nextInt(NODES));
    } else if (dice < 280) {
      followWallClock();
    } else if (dice < 300) {
      propose(List.of(Request.of(projection.page(leader().view()))));
    } else {
      propose(requests(random.nextInt(6) == 0 ? 1 + random.nextInt(4) : 1));
    }
    counter.maybeWrite();
  }

  private List<Request> requests(int count) {
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!recent.isEmpty() && random.nextInt(12) == 0) {
        requests.add(recent.stream().skip(random.nextInt(recent.size())).findFirst().orElseThrow());
      } else {
        Request request =
            new Request(
                random.nextBoolean() ? Optional.of(clients.newId("r")) : Optional.empty(),
                clients.next(leader().view(), old));
        requests.add(request);
        if (request.requestId().isPresent()) {
          recent.add(request);
        }
        if (recent.size() > DUPLICATES_KEPT) {
          recent.remove();
        }
      }
    }
    return requests;
  }

  private Replica leader() {
    return replicas.get(leader);
  }

  /** State time stands still until the new leader moves it to its wall clock. */
  private void elect() {
    time.elected(leader, leader().view());
    term++;
    OptionalLong wallMs =
        term > 1 && random.nextInt(10) == 0 ? OptionalLong.empty() : OptionalLong.of(time.wallMs());
    propose(
        List.of(
            Request.of(new ClusterCommand.LeaderElected("n" + leader, term, SETTINGS, wallMs))));
  }

  private void followWallClock() {
    long behindMs = time.wallMs() - time.stamp(leader().view());
    if (behindMs > 0) {
      propose(List.of(Request.of(new ClusterCommand.MoveTime(Math.min(behindMs, 3_000)))));
    }
  }

  private ApplyResult propose(List<Request> requests) {
    catchUp(leader());
    View before = leader().view();
    Batch batch = new Batch(time.stamp(before), requests);
    log.add(batch);
    ApplyResult result = leader().apply(batch);
    results.add(result);
    remember(result);
    invariants.after(before, batch, result, leader().view(), time.realMs());
    for (int i = 0; i < requests.size(); i++) {
      counter.locked(requests.get(i).requestId(), result.replies().get(i));
    }
    for (ApplyResult.Settled settled : result.settled()) {
      counter.locked(Optional.of(settled.requestId()), settled.reply());
    }
    return result;
  }

  private void remember(ApplyResult result) {
    result.events().forEach(recorded -> events.add(recorded.event().getClass()));
    for (Reply reply : result.replies()) {
      if (reply instanceof Reply.Refused refused) {
        refusals.add(refused.refusal().code());
      }
    }
  }

  /** The kinds of events that happened. */
  Set<Class<?>> events() {
    return events;
  }

  Set<Refusal.Code> refusals() {
    return refusals;
  }

  private void catchUp(Replica replica) {
    while (replica.applied() < log.size()) {
      int index = replica.applied();
      ApplyResult result = replica.apply(log.get(index));
      if (index < results.size()) {
        watch.check(result.equals(results.get(index)), "I8", "two nodes answer entry", index);
      }
    }
  }

  private void compareReplicas() {
    for (Replica replica : replicas) {
      compare(replica, leader());
    }
  }

  private void compare(Replica one, Replica other) {
    if (one != other && one.applied() == other.applied()) {
      watch.check(
          SameState.is(one.view(), other.view()), "I8", "two nodes differ at", one.applied());
      watch.check(
          one.view().nextDeadline().equals(other.view().nextDeadline()),
          "I8",
          "two nodes wait for different times");
    }
  }

  /** I7: one session that can do everything takes what is left, until nothing is. */
  private void heal() {
    propose(List.of(Request.of(new ClusterCommand.ResumeQueue())));
    for (var lesson : leader().view().lessons()) {
      propose(List.of(Request.of(unpause(lesson.id()))));
    }
    for (int round = 0; round < 400 && hasRunnable(); round++) {
      for (String name : List.of("all", "s0")) {
        propose(
            List.of(
                Request.of(
                    new SessionCommand.RegisterSession(name, Clients.allRounder(name), true))));
        workOff(name);
      }
      OptionalLong next = leader().view().nextDeadline();
      time.passesUntil(next.orElse(0), leader().view());
      propose(List.of());
    }
    for (Task task : leader().view().tasks(TaskFilter.ALL, 0, 10_000).tasks()) {
      watch.check(!isRunnable(task), "I7", task.id(), "was never done:", task.status());
    }
  }

  private static UpdateLesson unpause(String lesson) {
    return new UpdateLesson(
        lesson, Optional.empty(), OptionalInt.empty(), Optional.of(false), Optional.empty());
  }

  private void workOff(String name) {
    ApplyResult result =
        propose(
            List.of(
                Request.of(
                    new TaskCommand.ClaimTasks(
                        name, OptionalLong.empty(), 100, Optional.empty()))));
    if (result.replies().get(0) instanceof Reply.Claimed claimed) {
      for (Reply.Claimed.One one : claimed.tasks()) {
        propose(
            List.of(
                Request.of(
                    new TaskCommand.CompleteTask(
                        one.taskId(), name, one.fence(), Optional.empty()))));
      }
    }
  }

  private boolean hasRunnable() {
    return leader().view().tasks(TaskFilter.ALL, 0, 10_000).tasks().stream()
        .anyMatch(this::isRunnable);
  }

  /** Not finished, and nothing that failed stands before it. */
  private boolean isRunnable(Task task) {
    return !task.status().isFinished()
        && task.spec().dependsOn().stream()
            .map(id -> leader().view().task(id))
            .allMatch(
                dependency ->
                    dependency.isEmpty()
                        || dependency.get().status() == TaskStatus.COMPLETED
                        || isRunnable(dependency.get()));
  }
}
