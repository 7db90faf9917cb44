package io.gaia.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.event.ClusterEvent.ChangesProjected;
import io.gaia.core.event.ClusterEvent.EventsRelayed;
import io.gaia.core.event.Event;
import io.gaia.core.event.SessionEvent.SessionRenewed;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random days of a cluster. {@code -Dgaia.sim.seeds=200 -Dgaia.sim.steps=5000} runs more of them,
 * {@code -Dgaia.sim.seed=N} one again.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("gaia.sim.seeds", 24);
  private static final int STEPS = Integer.getInteger("gaia.sim.steps", 2_000);
  private static final Optional<Long> ONE_SEED = Optional.ofNullable(Long.getLong("gaia.sim.seed"));

  /** Clients of the simulation send nothing malformed. */
  private static final EnumSet<Refusal.Code> RARE =
      EnumSet.of(Refusal.Code.INVALID_FIELD, Refusal.Code.TOO_LARGE);

  /** A mutant shows itself within so many seeds. */
  private static final int MUTANT_SEEDS = 20;

  @Test
  void everyInvariantHoldsOnEverySeed() {
    long first = ONE_SEED.orElse(0L);
    long last = ONE_SEED.orElse(SEEDS - 1L);
    Set<Class<?>> events = new HashSet<>();
    Set<Refusal.Code> refusals = EnumSet.noneOf(Refusal.Code.class);
    for (long seed = first; seed <= last; seed++) {
      Simulation simulation = run(seed);
      events.addAll(simulation.events());
      refusals.addAll(simulation.refusals());
    }
    System.out.printf("simulation: seeds %d..%d, %d steps each%n", first, last, STEPS);
    if (ONE_SEED.isEmpty()) {
      assertThat(events).as("what happened").containsAll(allEvents());
      assertThat(refusals).as("what was refused").containsAll(EnumSet.complementOf(RARE));
    }
  }

  private static final Set<Class<?>> NOT_PUBLISHED =
      Set.of(SessionRenewed.class, ChangesProjected.class, EventsRelayed.class);

  /** A day that nothing happens in proves nothing. */
  private static List<Class<?>> allEvents() {
    return Arrays.stream(Event.class.getPermittedSubclasses())
        .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
        .filter(event -> !NOT_PUBLISHED.contains(event))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everyMutantIsNoticedByItsInvariant(Mutant mutant) {
    Optional<Watch.Violation> noticed = Optional.empty();
    for (long seed = 0; seed < MUTANT_SEEDS && noticed.isEmpty(); seed++) {
      noticed = violation(seed, mutant);
    }
    assertThat(noticed).as("%s was never noticed by %s", mutant, mutant.invariant()).isPresent();
  }

  private static Optional<Watch.Violation> violation(long seed, Mutant mutant) {
    try {
      new Simulation(seed, mutant, Watch.over(mutant.invariant())).run(STEPS);
      return Optional.empty();
    } catch (Watch.Violation violation) {
      return Optional.of(violation);
    }
  }

  private static Simulation run(long seed) {
    try {
      Simulation simulation = new Simulation(seed, Mutant.NONE, Watch.overAll());
      simulation.run(STEPS);
      return simulation;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + " (again with -Dgaia.sim.seed=" + seed + "): " + e.getMessage(), e);
    }
  }
}
