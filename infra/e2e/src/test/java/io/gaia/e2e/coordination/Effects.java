package io.gaia.e2e.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * That a fault is felt, as it can be seen from outside while sessions work. A fault that nobody
 * feels would prove nothing.
 */
final class Effects {
  private static final long BEHIND = 10;
  private static final Duration CLOCK_OFF = Duration.ofMinutes(9);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final CoordinatorGroup group;

  Effects(CoordinatorGroup group) {
    this.group = group;
  }

  /** Returns when that fault is felt, which befalls one node, or its line to another. */
  void await(Faults.Fault fault, int victim, int another) {
    switch (fault) {
      // whoever began them has seen that the process ended
      case KILLED, KILLED_IN_A_WRITE, POWER_CUT, POWER_CUT_OF_ALL -> {}
      case STOPPED -> await(fault, () -> group.node(victim).isFrozen());
      case LEADER_ALONE, FOLLOWER_ALONE, DEAF -> await(fault, () -> isBehind(victim));
      // unless that one, or the third, leads by now
      case UNHEARD -> await(fault, () -> isBehind(another) || leadsNoMore(victim));
      case DISK_FULL -> await(fault, () -> group.machine(victim).refused() > 0);
      case DISK_SLOW -> await(fault, () -> group.machine(victim).slowed() > 0);
      case CLOCK_AHEAD -> await(fault, () -> clockOff(victim).compareTo(CLOCK_OFF) > 0);
      case CLOCK_BEHIND -> await(fault, () -> clockOff(victim).compareTo(CLOCK_OFF.negated()) < 0);
    }
  }

  private static void await(Faults.Fault fault, Callable<Boolean> isFelt) {
    Awaitility.await(fault + " is felt")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(isFelt);
  }

  private boolean leadsNoMore(int node) {
    String role = group.role(node);
    return !role.isEmpty() && !role.equals("leader");
  }

  private boolean isBehind(int node) {
    return group.entriesBehind(node) >= BEHIND;
  }

  private Duration clockOff(int node) {
    return Duration.between(Instant.now(), group.clockOf(node));
  }
}
