package io.gaia.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.event.ClusterEvent.ChangesProjected;
import io.gaia.core.event.ClusterEvent.EventsRelayed;
import io.gaia.core.event.Event;
import io.gaia.core.event.SessionEvent.SessionRenewed;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random days of a cluster. {@code -Dgaia.sim.seeds=500 -Dgaia.sim.steps=9000} runs more and longer
 * ones, {@code -Dgaia.sim.first=1000} others, {@code -Dgaia.sim.seed=N} one again, and {@code
 * -Dgaia.soak=true} ten times as many.
 */
class SimulationTest {
  private static final int SOAK = Boolean.getBoolean("gaia.soak") ? 10 : 1;
  private static final int SEEDS = SOAK * Integer.getInteger("gaia.sim.seeds", 60);
  private static final int STEPS = Integer.getInteger("gaia.sim.steps", 5_000);
  private static final long FIRST = Long.getLong("gaia.sim.first", 0);
  private static final Optional<Long> ONE_SEED = Optional.ofNullable(Long.getLong("gaia.sim.seed"));

  /** Clients of the simulation send nothing malformed. */
  private static final EnumSet<Refusal.Code> RARE =
      EnumSet.of(Refusal.Code.INVALID_FIELD, Refusal.Code.TOO_LARGE);

  private static final Set<Class<?>> NOT_PUBLISHED =
      Set.of(SessionRenewed.class, ChangesProjected.class, EventsRelayed.class);

  /** A mutant shows itself within so many seeds of so many steps. */
  private static final int MUTANT_SEEDS = 20;

  private static final int MUTANT_STEPS = 2_000;

  @Test
  void everyInvariantHoldsOnEverySeed() {
    LongStream seeds =
        ONE_SEED.map(LongStream::of).orElseGet(() -> LongStream.range(FIRST, FIRST + SEEDS));
    Set<Class<?>> events = ConcurrentHashMap.newKeySet();
    Set<Refusal.Code> refusals = ConcurrentHashMap.newKeySet();
    System.out.printf(
        "simulation: %s, %d steps each%n",
        ONE_SEED.map(seed -> "seed " + seed).orElse("seeds " + FIRST + ".." + (FIRST + SEEDS - 1)),
        STEPS);
    seeds
        .parallel()
        .forEach(
            seed -> {
              Simulation simulation = run(seed);
              events.addAll(simulation.events());
              refusals.addAll(simulation.refusals());
            });
    if (ONE_SEED.isEmpty()) {
      assertThat(events).as("what happened").containsAll(allEvents());
      assertThat(refusals).as("what was refused").containsAll(EnumSet.complementOf(RARE));
    }
  }

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
    Optional<Watch.Violation> noticed =
        LongStream.range(0, MUTANT_SEEDS)
            .mapToObj(seed -> violation(seed, mutant))
            .flatMap(Optional::stream)
            .findFirst();
    assertThat(noticed).as("%s was never noticed by %s", mutant, mutant.invariant()).isPresent();
  }

  @Test
  void everyInvariantHasAMutantThatItMustNotice() {
    assertThat(Arrays.stream(Mutant.values()).map(Mutant::invariant))
        .contains("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "I12");
  }

  private static Optional<Watch.Violation> violation(long seed, Mutant mutant) {
    try {
      new Simulation(seed, mutant, Watch.over(mutant.invariant())).run(MUTANT_STEPS);
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
