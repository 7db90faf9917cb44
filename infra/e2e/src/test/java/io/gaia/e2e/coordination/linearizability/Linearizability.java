package io.gaia.e2e.coordination.linearizability;

import static java.util.Comparator.comparingLong;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order of one key's operations in which each happens between its question and its
 * answer and the model would have answered the same: the search of Wing and Gong, with Lowe's
 * memory of where it has been. Operations without an answer may happen at any later time, or never.
 *
 * <p>Time goes along: an operation happens at the earliest time that its question, those before it
 * and the model allow, so that a model can say that a hold ends by itself, but not yet.
 */
public final class Linearizability<S, C> {
  private static final int MOST_PLACES = 200_000;

  private final Model<S, C> model;
  private final List<Operation<C>> operations;
  private final int answered;

  /** At each place in {@link #operations} the first question there and later. */
  private final long[] asked;

  private final Set<Place<S>> seen = new HashSet<>();
  private final Deque<Place<S>> open = new ArrayDeque<>();

  /**
   * How far an order has come.
   *
   * @param done the operations that have happened
   * @param now the time of the last one
   */
  private record Place<S>(BitSet done, S state, long now) {}

  private Linearizability(Model<S, C> model, List<Operation<C>> operations) {
    this.model = model;
    this.operations =
        operations.stream()
            .sorted(comparingLong((Operation<C> each) -> each.to()).thenComparing(Operation::from))
            .toList();
    this.answered = (int) operations.stream().filter(Operation::isAnswered).count();
    this.asked = new long[operations.size()];
    long first = Operation.NEVER;
    for (int i = operations.size() - 1; i >= 0; i--) {
      first = Math.min(first, this.operations.get(i).from());
      asked[i] = first;
    }
  }

  /** Empty if there is such an order; else where every order ends. */
  public static <S, C> Optional<String> fault(Model<S, C> model, List<Operation<C>> operations) {
    return new Linearizability<>(model, operations).search();
  }

  private Optional<String> search() {
    Place<S> furthest = new Place<>(new BitSet(), model.start(), Long.MIN_VALUE);
    open.push(furthest);
    while (!open.isEmpty()) {
      Place<S> place = open.pop();
      if (!seen.add(place)) {
        continue;
      }
      int next = place.done.nextClearBit(0);
      if (next >= answered) {
        return Optional.empty();
      }
      if (place.done.cardinality() > furthest.done.cardinality()) {
        furthest = place;
      }
      if (seen.size() > MOST_PLACES) {
        return Optional.of("undecided after " + MOST_PLACES + " places; " + stuckAt(furthest));
      }
      List<Place<S>> following = after(place, operations.get(next).to());
      for (int i = following.size() - 1; i >= 0; i--) {
        open.push(following.get(i));
      }
    }
    return Optional.of(stuckAt(furthest));
  }

  /**
   * Where it may go on from there, the likely first: what was answered first, and what was never
   * answered last.
   *
   * @param until the first answer among those that have not happened: the next one happens by then
   */
  private List<Place<S>> after(Place<S> place, long until) {
    List<Place<S>> following = new ArrayList<>();
    for (int i = place.done.nextClearBit(0);
        i < operations.size() && asked[i] <= until;
        i = place.done.nextClearBit(i + 1)) {
      Operation<C> operation = operations.get(i);
      if (operation.isAnswered() && model.isTooLate(place.state, operation.call())) {
        return List.of();
      }
      if (operation.from() > until) {
        continue;
      }
      for (Model.Step<S> step : model.steps(place.state, operation.call())) {
        long at = Math.max(Math.max(place.now, operation.from()), step.notBefore());
        if (at <= until) {
          BitSet done = (BitSet) place.done.clone();
          done.set(i);
          following.add(new Place<>(done, step.state(), at));
        }
      }
    }
    return following;
  }

  private String stuckAt(Place<S> furthest) {
    StringBuilder text =
        new StringBuilder(
            "no order goes on after %d of %d answers, in %s, with"
                .formatted(furthest.done.cardinality(), answered, furthest.state));
    int told = 0;
    for (int i = furthest.done.nextClearBit(0);
        i < answered && told < 6;
        i = furthest.done.nextClearBit(i + 1)) {
      text.append(System.lineSeparator()).append("  ").append(operations.get(i));
      told++;
    }
    return text.toString();
  }
}
