package io.gaia.e2e.coordination;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.gaia.e2e.coordination.Entry.Claimed;
import io.gaia.e2e.coordination.Entry.FoundDead;
import io.gaia.e2e.coordination.Entry.Locked;
import io.gaia.e2e.coordination.Entry.NotLocked;
import io.gaia.e2e.coordination.Entry.Reported;
import io.gaia.e2e.coordination.Entry.SawLock;
import io.gaia.e2e.coordination.Entry.SawTask;
import io.gaia.e2e.coordination.Entry.Span;
import io.gaia.e2e.coordination.Entry.TookOver;
import io.gaia.e2e.coordination.Entry.Unlocked;
import io.gaia.e2e.coordination.FinalState.FinalAttempt;
import io.gaia.e2e.coordination.FinalState.FinalTask;
import io.gaia.e2e.coordination.linearizability.Linearizability;
import io.gaia.e2e.coordination.linearizability.LockModel;
import io.gaia.e2e.coordination.linearizability.LockModel.Verdict;
import io.gaia.e2e.coordination.linearizability.Operation;
import io.gaia.e2e.coordination.linearizability.TaskModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for an order of all that happened to each lock and to each task: linearizability. */
final class OrderCheck {
  private static final int ATTEMPTS = 4;

  private final List<Entry> history;
  private final List<LifeEnded> ends;
  private final Duration lockDelay;

  /** No life goes on after {@code span}, nor ends before it. */
  private record LifeEnded(String session, long life, Span span) {}

  private OrderCheck(List<Entry> history, Duration lease, Duration lockDelay) {
    this.history = history;
    this.lockDelay = lockDelay;
    this.ends =
        Stream.concat(
                all(TookOver.class)
                    .map(
                        each ->
                            new LifeEnded(
                                each.session(),
                                each.life() - 1,
                                new Span(
                                    Math.min(each.renewed() + lease.toNanos(), each.span().from()),
                                    each.span().to()))),
                all(FoundDead.class)
                    .map(
                        each ->
                            new LifeEnded(
                                each.session(), each.life(), silence(each, lease.toNanos()))))
            .toList();
  }

  /** One that died too early is another check's fault. */
  private static Span silence(FoundDead dead, long leaseNanos) {
    return new Span(Math.min(dead.renewed() + leaseNanos, dead.span().to()), dead.span().to());
  }

  /**
   * The keys that have no such order, each with where it ends.
   *
   * @param lease of the sessions
   * @param lockDelay between an owner's death and the next owner
   */
  static List<String> faults(
      List<Entry> history, FinalState end, Duration lease, Duration lockDelay) {
    OrderCheck check = new OrderCheck(history, lease, lockDelay);
    List<String> faults = new ArrayList<>();
    check
        .locks()
        .forEach(
            (key, operations) ->
                Linearizability.fault(new LockModel(), operations)
                    .ifPresent(fault -> faults.add(key + ": " + fault)));
    check
        .tasks(end)
        .forEach(
            (id, operations) ->
                Linearizability.fault(new TaskModel(ATTEMPTS), operations)
                    .ifPresent(fault -> faults.add("task " + id + ": " + fault)));
    return faults;
  }

  private <E extends Entry> Stream<E> all(Class<E> kind) {
    return history.stream().filter(kind::isInstance).map(kind::cast);
  }

  private static <C> Operation<C> at(Span span, C call) {
    return new Operation<>(call, span.from(), span.to());
  }

  private static <C> Operation<C> after(Span span, C call) {
    return new Operation<>(call, span.from(), Operation.NEVER);
  }

  private static Verdict verdict(Entry.Verdict verdict) {
    return Verdict.valueOf(verdict.name());
  }

  private Map<String, List<Operation<LockModel.Call>>> locks() {
    Map<String, List<Operation<LockModel.Call>>> byKey = new TreeMap<>();
    Function<String, List<Operation<LockModel.Call>>> of =
        key -> byKey.computeIfAbsent(key, absent -> new ArrayList<>());
    all(Locked.class)
        .forEach(
            each ->
                of.apply(each.key())
                    .add(
                        at(
                            each.span(),
                            new LockModel.Call.Take(
                                each.session(),
                                each.life(),
                                OptionalLong.of(each.fence()),
                                each.span().from() + each.ttlNanos()))));
    all(NotLocked.class)
        .forEach(
            each ->
                of.apply(each.key())
                    .add(
                        each.verdict() == Entry.Verdict.REFUSED
                            ? at(
                                each.span(),
                                new LockModel.Call.Refused(each.session(), each.life()))
                            : after(
                                each.span(),
                                new LockModel.Call.Take(
                                    each.session(),
                                    each.life(),
                                    OptionalLong.empty(),
                                    each.span().from() + each.ttlNanos()))));
    all(Unlocked.class)
        .forEach(
            each -> {
              LockModel.Call call =
                  new LockModel.Call.GiveBack(
                      each.session(), each.fence(), verdict(each.verdict()));
              of.apply(each.key())
                  .add(
                      each.verdict() == Entry.Verdict.UNKNOWN
                          ? after(each.span(), call)
                          : at(each.span(), call));
            });
    all(SawLock.class)
        .forEach(
            each ->
                of.apply(each.key())
                    .add(
                        at(
                            each.span(),
                            new LockModel.Call.Look(
                                each.session().orElse(""),
                                each.session().isPresent()
                                    ? OptionalLong.of(each.fence())
                                    : OptionalLong.empty()))));
    byKey.values().forEach(this::endLivesOfOwners);
    return byKey;
  }

  private void endLivesOfOwners(List<Operation<LockModel.Call>> operations) {
    Set<String> owners =
        operations.stream()
            .map(Operation::call)
            .filter(LockModel.Call.Take.class::isInstance)
            .map(call -> ((LockModel.Call.Take) call).session())
            .collect(Collectors.toSet());
    ends.stream()
        .filter(each -> owners.contains(each.session()))
        .forEach(
            each ->
                operations.add(
                    at(
                        each.span(),
                        new LockModel.Call.LifeEnded(
                            each.session(),
                            each.life(),
                            each.span().from() + lockDelay.toNanos()))));
  }

  private Map<String, List<Operation<TaskModel.Call>>> tasks(FinalState end) {
    Map<String, List<Claimed>> claims = all(Claimed.class).collect(groupingBy(Claimed::taskId));
    Map<String, List<Reported>> reports = all(Reported.class).collect(groupingBy(Reported::taskId));
    Map<String, List<SawTask>> looks = all(SawTask.class).collect(groupingBy(SawTask::taskId));
    long over = all(Entry.class).mapToLong(each -> each.span().to()).max().orElse(0);
    return end.tasks().stream()
        .collect(
            toMap(
                FinalTask::id,
                task -> {
                  List<Operation<TaskModel.Call>> operations = new ArrayList<>();
                  List<Claimed> own = claims.getOrDefault(task.id(), List.of());
                  own.forEach(
                      each ->
                          operations.add(
                              at(
                                  each.span(),
                                  new TaskModel.Call.Claim(
                                      each.session(), each.life(), each.fence()))));
                  claimsNobodyHeardOf(task, own, over).forEach(operations::add);
                  reports
                      .getOrDefault(task.id(), List.of())
                      .forEach(each -> operations.add(reported(each)));
                  looks
                      .getOrDefault(task.id(), List.of())
                      .forEach(each -> operations.add(saw(each)));
                  endLivesOfClaimers(operations);
                  operations.add(
                      at(
                          new Span(over, over),
                          new TaskModel.Call.Look(status(task.status()), task.fence())));
                  return operations;
                },
                (one, other) -> one,
                TreeMap::new));
  }

  /** Its answer was lost, but the task remembers it. */
  private static List<Operation<TaskModel.Call>> claimsNobodyHeardOf(
      FinalTask task, List<Claimed> known, long over) {
    Set<Long> fences = known.stream().map(Claimed::fence).collect(Collectors.toSet());
    return task.attempts().stream()
        .filter(attempt -> !fences.contains(attempt.fence()))
        .map(
            (FinalAttempt attempt) ->
                at(
                    new Span(Long.MIN_VALUE, over),
                    (TaskModel.Call)
                        new TaskModel.Call.Claim(attempt.session(), 0, attempt.fence())))
        .toList();
  }

  private static Operation<TaskModel.Call> reported(Reported report) {
    TaskModel.Call call =
        new TaskModel.Call.Report(
            TaskModel.Outcome.valueOf(report.report().name()),
            report.session(),
            report.fence(),
            verdict(report.verdict()));
    return report.verdict() == Entry.Verdict.UNKNOWN
        ? after(report.span(), call)
        : at(report.span(), call);
  }

  private static Operation<TaskModel.Call> saw(SawTask look) {
    return at(look.span(), new TaskModel.Call.Look(status(look.status()), look.fence()));
  }

  private void endLivesOfClaimers(List<Operation<TaskModel.Call>> operations) {
    Set<String> claimers =
        operations.stream()
            .map(Operation::call)
            .filter(TaskModel.Call.Claim.class::isInstance)
            .map(call -> ((TaskModel.Call.Claim) call).session())
            .collect(Collectors.toSet());
    ends.stream()
        .filter(each -> claimers.contains(each.session()))
        .forEach(
            each ->
                operations.add(
                    at(each.span(), new TaskModel.Call.LifeEnded(each.session(), each.life()))));
  }

  private static TaskModel.Status status(String word) {
    return switch (word) {
      case "pending" -> TaskModel.Status.WAITS;
      case "assigned", "in_progress" -> TaskModel.Status.CLAIMED;
      case "completed" -> TaskModel.Status.COMPLETED;
      case "failed" -> TaskModel.Status.FAILED;
      default -> throw new IllegalArgumentException(word);
    };
  }
}
