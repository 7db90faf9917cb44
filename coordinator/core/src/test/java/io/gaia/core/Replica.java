package io.gaia.core;

import java.util.List;

/** One node of the simulated cluster: a state machine somewhere in the log. */
final class Replica {
  private final Mutant mutant;
  private Coordination core;
  private int applied;

  Replica(Mutant mutant) {
    this.mutant = mutant;
    core = new Coordination(new State(), mutant::evolution);
  }

  View view() {
    return core.view();
  }

  int applied() {
    return applied;
  }

  /** Applies the next entry; the last result is returned. */
  ApplyResult apply(Batch batch) {
    applied++;
    List<Request> requests =
        batch.requests().stream()
            .map(
                request ->
                    new Request(
                        mutant.requestId(request.requestId()),
                        mutant.rewrite(request.command(), core.view())))
            .toList();
    return mutant.tell(core.apply(new Batch(batch.leaderTimeMs(), requests), applied));
  }

  /** Forgets all and is filled by another node's snapshot. */
  void restoreFrom(Replica other) {
    StateImage image = mutant.snapshot(other.core.snapshot());
    core = new Coordination(Restoration.of(image), mutant::evolution);
    applied = other.applied;
  }
}
