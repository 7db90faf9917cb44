package io.gaia.e2e.coordination;

import static java.util.stream.Collectors.groupingBy;

import io.gaia.e2e.coordination.Entry.Claimed;
import io.gaia.e2e.coordination.Entry.FoundDead;
import io.gaia.e2e.coordination.Entry.Locked;
import io.gaia.e2e.coordination.Entry.Reported;
import io.gaia.e2e.coordination.Entry.Span;
import io.gaia.e2e.coordination.Entry.TookOver;
import io.gaia.e2e.coordination.Entry.Unlocked;
import io.gaia.e2e.coordination.Entry.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Who held what, when, under which fence: no two at once, and fences only grow. A hold is certain
 * from the answer that gave it until its holder begins to give it up, or until it may have run out.
 */
final class HoldCheck {

  /**
   * A claim or a lock.
   *
   * @param thing the task or the lock
   * @param given when it was asked for and answered
   * @param certainUntil the holder surely has it until then
   */
  private record Hold(String thing, String session, long fence, Span given, long certainUntil) {
    boolean overlaps(Hold other) {
      return given.to() < other.certainUntil && other.given.to() < certainUntil;
    }
  }

  private final List<Entry> history;
  private final OptionalLong leaseNanos;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, List<TookOver>> takeovers;
  private final Map<String, List<FoundDead>> deaths;

  private HoldCheck(List<Entry> history, OptionalLong leaseNanos) {
    this.history = history;
    this.leaseNanos = leaseNanos;
    this.takeovers = all(TookOver.class).collect(groupingBy(TookOver::session));
    this.deaths = all(FoundDead.class).collect(groupingBy(FoundDead::session));
  }

  /**
   * @param leaseNanos a session may die when it could not renew its lease for so long; absent: none
   *     may
   */
  static List<String> faults(List<Entry> history, OptionalLong leaseNanos) {
    HoldCheck check = new HoldCheck(history, leaseNanos);
    List<Hold> claims = check.claims();
    List<Hold> locks = check.locks();
    check.oneHolderAtATime(claims);
    check.oneHolderAtATime(locks);
    check.fencesGrow(Stream.concat(claims.stream(), locks.stream()).toList());
    check.staleFencesChangeNothing(claims);
    return check.faults;
  }

  private <E extends Entry> Stream<E> all(Class<E> kind) {
    return history.stream().filter(kind::isInstance).map(kind::cast);
  }

  private List<Hold> claims() {
    Map<String, Long> ends = new HashMap<>();
    all(Reported.class)
        .forEach(
            each ->
                ends.merge(
                    id(each.taskId(), each.session(), each.fence()),
                    each.span().from(),
                    Math::min));
    return all(Claimed.class)
        .map(
            each ->
                new Hold(
                    each.taskId(),
                    each.session(),
                    each.fence(),
                    each.span(),
                    Math.min(
                        ends.getOrDefault(
                            id(each.taskId(), each.session(), each.fence()), Long.MAX_VALUE),
                        endOfLife(each.session(), each.life()))))
        .toList();
  }

  private List<Hold> locks() {
    Map<String, Long> ends = new HashMap<>();
    all(Unlocked.class)
        .forEach(
            each ->
                ends.merge(
                    id(each.key(), each.session(), each.fence()), each.span().from(), Math::min));
    return all(Locked.class)
        .map(
            each ->
                new Hold(
                    each.key(),
                    each.session(),
                    each.fence(),
                    each.span(),
                    Math.min(
                        Math.min(
                            ends.getOrDefault(
                                id(each.key(), each.session(), each.fence()), Long.MAX_VALUE),
                            each.span().from() + each.ttlNanos()),
                        endOfLife(each.session(), each.life()))))
        .toList();
  }

  private static String id(String thing, String session, long fence) {
    return thing + "/" + session + "/" + fence;
  }

  /** When the session began to take over from itself, or may have begun to die. */
  private long endOfLife(String session, long life) {
    return LongStream.concat(
            takeovers.getOrDefault(session, List.of()).stream()
                .filter(each -> each.life() > life)
                .mapToLong(this::endOfLifeBefore),
            deaths.getOrDefault(session, List.of()).stream()
                .filter(each -> each.life() == life)
                .mapToLong(FoundDead::renewed))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private long endOfLifeBefore(TookOver takeover) {
    long asked = takeover.span().from();
    return leaseNanos.isPresent()
        ? Math.min(takeover.renewed() + leaseNanos.getAsLong(), asked)
        : asked;
  }

  /** I1. */
  private void oneHolderAtATime(List<Hold> holds) {
    holds.stream()
        .collect(groupingBy(Hold::thing))
        .forEach(
            (thing, ofThing) -> {
              List<Hold> sorted =
                  ofThing.stream()
                      .filter(hold -> hold.given().to() < hold.certainUntil())
                      .sorted(Comparator.comparingLong(hold -> hold.given().to()))
                      .toList();
              for (int i = 1; i < sorted.size(); i++) {
                Hold one = sorted.get(i - 1);
                Hold other = sorted.get(i);
                boolean same =
                    one.fence() == other.fence() && one.session().equals(other.session());
                if (!same && one.overlaps(other)) {
                  faults.add("held twice: " + one + " and " + other);
                }
              }
            });
  }

  /** I2, and stronger: there is one counter, so of two grants the later has the larger fence. */
  private void fencesGrow(List<Hold> holds) {
    Map<Long, Hold> byFence = new HashMap<>();
    for (Hold hold : holds) {
      Hold before = byFence.putIfAbsent(hold.fence(), hold);
      boolean same =
          before == null
              || (before.thing().equals(hold.thing()) && before.session().equals(hold.session()));
      if (!same) {
        faults.add("fence given twice: " + before + " and " + hold);
      }
    }
    List<Hold> byAnswer = sorted(holds, Comparator.comparingLong(hold -> hold.given().to()));
    List<Hold> byAsking = sorted(holds, Comparator.comparingLong(hold -> hold.given().from()));
    Hold highest = null;
    int answered = 0;
    for (Hold later : byAsking) {
      while (answered < byAnswer.size()
          && byAnswer.get(answered).given().isOverBefore(later.given())) {
        Hold known = byAnswer.get(answered++);
        highest = highest == null || known.fence() > highest.fence() ? known : highest;
      }
      if (highest != null && highest.fence() >= later.fence() && highest != later) {
        boolean same =
            highest.thing().equals(later.thing()) && highest.session().equals(later.session());
        if (!same || highest.fence() != later.fence()) {
          faults.add("fence went back: " + later + " was asked for after " + highest);
        }
      }
    }
  }

  private static List<Hold> sorted(List<Hold> holds, Comparator<Hold> order) {
    return holds.stream().sorted(order).toList();
  }

  /** I3: who was told of a newer claim before the report began knows that it is stale. */
  private void staleFencesChangeNothing(List<Hold> claims) {
    Map<String, List<Hold>> byTask = claims.stream().collect(groupingBy(Hold::thing));
    all(Reported.class)
        .filter(report -> report.verdict() == Verdict.ACCEPTED)
        .forEach(
            report ->
                byTask.getOrDefault(report.taskId(), List.of()).stream()
                    .filter(hold -> hold.fence() > report.fence())
                    .filter(hold -> hold.given().isOverBefore(report.span()))
                    .forEach(hold -> faults.add("stale: " + report + " accepted after " + hold)));
  }
}
