package io.gaia.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
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

  /** A mutant shows itself within so many seeds. */
  private static final int MUTANT_SEEDS = 20;

  @Test
  void everyInvariantHoldsOnEverySeed() {
    long first = ONE_SEED.orElse(0L);
    long last = ONE_SEED.orElse(SEEDS - 1L);
    for (long seed = first; seed <= last; seed++) {
      run(seed);
    }
    System.out.printf("simulation: seeds %d..%d, %d steps each%n", first, last, STEPS);
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

  private static void run(long seed) {
    try {
      new Simulation(seed, Mutant.NONE, Watch.overAll()).run(STEPS);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + " (again with -Dgaia.sim.seed=" + seed + "): " + e.getMessage(), e);
    }
  }
}
