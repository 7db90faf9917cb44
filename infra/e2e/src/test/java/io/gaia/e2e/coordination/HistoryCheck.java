package io.gaia.e2e.coordination;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.gaia.e2e.coordination.Entry.Claimed;
import io.gaia.e2e.coordination.Entry.Enqueued;
import io.gaia.e2e.coordination.Entry.FoundDead;
import io.gaia.e2e.coordination.Entry.Report;
import io.gaia.e2e.coordination.Entry.Reported;
import io.gaia.e2e.coordination.Entry.TookOver;
import io.gaia.e2e.coordination.Entry.Verdict;
import io.gaia.e2e.coordination.FinalState.FinalAttempt;
import io.gaia.e2e.coordination.FinalState.FinalSession;
import io.gaia.e2e.coordination.FinalState.FinalTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds what clients were answered against what the coordinator knows in the end. It takes nothing
 * on trust but the clients' own clock: each promise is checked from the outside. Claims, locks and
 * fences over time are {@link HoldCheck}'s.
 */
final class HistoryCheck {
  private final List<Entry> history;
  private final FinalState end;
  private final Map<String, List<Reported>> reportsByTask;
  private final OptionalLong leaseNanos;
  private final List<String> faults = new ArrayList<>();

  private HistoryCheck(List<Entry> history, FinalState end, OptionalLong leaseNanos) {
    this.history = history;
    this.end = end;
    this.leaseNanos = leaseNanos;
    this.reportsByTask = all(Reported.class).stream().collect(groupingBy(Reported::taskId));
  }

  /** Every broken promise in a line of its own; empty if all were kept. */
  static List<String> faults(List<Entry> history, FinalState end) {
    return faults(history, end, OptionalLong.empty());
  }

  /**
   * @param leaseNanos a session may die when it could not renew its lease for so long; absent: none
   *     may
   */
  static List<String> faults(List<Entry> history, FinalState end, OptionalLong leaseNanos) {
    HistoryCheck check = new HistoryCheck(history, end, leaseNanos);
    check.enqueuedTasksExistOnce();
    check.everyTaskEndedOnce();
    check.acceptedReportsStand();
    check.nobodyWasKilledByTheKill();
    check.faults.addAll(HoldCheck.faults(history, leaseNanos));
    return check.faults;
  }

  private <E extends Entry> List<E> all(Class<E> kind) {
    return history.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** I4: an acknowledged enqueue is never lost; same key, same task. */
  private void enqueuedTasksExistOnce() {
    Map<String, List<FinalTask>> byKey =
        end.tasks().stream().collect(groupingBy(task -> task.key().orElse("")));
    Map<String, List<Enqueued>> asked =
        all(Enqueued.class).stream().collect(groupingBy(Enqueued::key, TreeMap::new, toList()));
    asked.forEach(
        (key, entries) -> {
          List<FinalTask> there = byKey.getOrDefault(key, List.of());
          if (there.size() > 1) {
            faults.add("doubled: " + there.size() + " tasks have the key " + key);
          }
          for (Enqueued entry : entries) {
            entry
                .taskId()
                .filter(id -> there.stream().noneMatch(task -> task.id().equals(id)))
                .ifPresent(id -> faults.add("lost: " + id + " was acknowledged for " + key));
          }
        });
    byKey.keySet().stream()
        .filter(key -> !asked.containsKey(key))
        .forEach(key -> faults.add("invented: nobody put in the key " + key));
  }

  /** I5: every task ends once. */
  private void everyTaskEndedOnce() {
    for (FinalTask task : end.tasks()) {
      List<FinalAttempt> completions =
          task.attempts().stream().filter(each -> each.outcome().equals("completed")).toList();
      if (!task.isCompleted() && !task.status().equals("failed")) {
        faults.add("not ended: " + task.id() + " is " + task.status());
      }
      if (completions.size() != (task.isCompleted() ? 1 : 0)) {
        faults.add("outcomes: " + task.id() + " is " + task.status() + " after " + task.attempts());
      }
      if (task.isCompleted() && completions.size() == 1) {
        requireSomebodySaidSo(task, completions.get(0));
      }
    }
  }

  private void requireSomebodySaidSo(FinalTask task, FinalAttempt completion) {
    boolean said =
        reportsByTask.getOrDefault(task.id(), List.of()).stream()
            .anyMatch(
                report ->
                    report.report() == Report.COMPLETE
                        && report.verdict() != Verdict.REFUSED
                        && report.fence() == completion.fence()
                        && report.session().equals(completion.session())
                        && task.word().equals(Optional.of(report.word())));
    if (!said) {
      faults.add("invented: nobody completed " + task.id() + " as " + completion);
    }
  }

  /** What was accepted is in the final state, and only one completion was. */
  private void acceptedReportsStand() {
    Map<String, FinalTask> byId =
        end.tasks().stream().collect(toMap(FinalTask::id, Function.identity(), (a, b) -> a));
    reportsByTask.forEach(
        (id, entries) -> {
          List<Reported> accepted =
              entries.stream().filter(each -> each.verdict() == Verdict.ACCEPTED).toList();
          Set<Long> completed =
              accepted.stream()
                  .filter(each -> each.report() == Report.COMPLETE)
                  .map(Reported::fence)
                  .collect(Collectors.toSet());
          if (completed.size() > 1) {
            faults.add("completed twice: " + id + " under the fences " + completed);
          }
          FinalTask task = byId.get(id);
          if (task == null) {
            faults.add("lost: " + id + " was worked on");
          } else {
            accepted.forEach(each -> requireStands(each, task));
          }
        });
  }

  private void requireStands(Reported report, FinalTask task) {
    String outcome =
        switch (report.report()) {
          case COMPLETE -> "completed";
          case FAIL, FAIL_FOR_GOOD -> "failed";
          case RELEASE -> "released";
        };
    FinalAttempt expected = new FinalAttempt(report.session(), report.fence(), outcome);
    if (!task.attempts().contains(expected)) {
      faults.add("forgotten: " + expected + " of " + task.id() + " was accepted; " + task);
    }
    boolean isLast = report.report() == Report.COMPLETE || report.report() == Report.FAIL_FOR_GOOD;
    boolean stands =
        task.status().equals(outcome)
            && task.fence() == report.fence()
            && task.word().equals(Optional.of(report.word()));
    if (isLast && !stands) {
      faults.add("overturned: " + report + " was accepted; " + task);
    }
  }

  /** I6: no lease ends before its time. */
  private boolean isRightlyDead(FoundDead dead) {
    return leaseNanos.isPresent() && dead.span().to() - dead.renewed() >= leaseNanos.getAsLong();
  }

  /** A kill is no silence of the sessions. */
  private void nobodyWasKilledByTheKill() {
    all(FoundDead.class).stream()
        .filter(each -> !isRightlyDead(each))
        .forEach(each -> faults.add("died: " + each.session() + " was told " + each.why()));
    Map<String, Long> lastLives =
        all(TookOver.class).stream()
            .collect(toMap(TookOver::session, TookOver::life, Math::max, TreeMap::new));
    Set<String> claimed =
        all(Claimed.class).stream().map(Claimed::session).collect(Collectors.toSet());
    for (FinalSession session : end.sessions()) {
      claimed.remove(session.id());
      boolean lives = session.status().equals("idle") || session.status().equals("busy");
      if (leaseNanos.isEmpty() && !lives) {
        faults.add("died: " + session);
      }
      if (session.life() != lastLives.getOrDefault(session.id(), 1L)) {
        faults.add("died: " + session + " was to have life " + lastLives.get(session.id()));
      }
    }
    claimed.forEach(id -> faults.add("lost: session " + id));
  }
}
