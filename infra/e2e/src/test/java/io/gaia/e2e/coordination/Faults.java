package io.gaia.e2e.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * What befalls three nodes, drawn from a seed: something that takes one away, or that it can live
 * with, or all of them at once; often something else meanwhile. Kinds are dealt like cards from a
 * shuffled deck: none comes again before all have come.
 */
final class Faults {
  private static final int NODES = 3;
  private static final Duration CLOCK_JUMP = Duration.ofMinutes(10);
  private static final int SHORTEST_MS = 1_000;
  private static final int LONGEST_MS = 4_000;

  private final Random random;
  private final CoordinatorGroup group;
  private final Optional<Network> network;
  private final Effects effects;
  private final Duration lease;
  private final Consumer<String> say;
  private final Deque<Fault> deck = new ArrayDeque<>();
  private int powerCuts;
  private long bytesLost;

  /** What takes a node away, or hurts it, until it is healed. */
  enum Fault {
    KILLED,
    KILLED_IN_A_WRITE,
    POWER_CUT,
    POWER_CUT_OF_ALL,
    STOPPED,
    LEADER_ALONE,
    FOLLOWER_ALONE,
    UNHEARD,
    DEAF,
    DISK_FULL,
    DISK_SLOW,
    CLOCK_AHEAD,
    CLOCK_BEHIND
  }

  /** Any node can live with them. */
  private static final List<Fault> BEARABLE =
      List.of(Fault.DISK_SLOW, Fault.CLOCK_AHEAD, Fault.CLOCK_BEHIND);

  /**
   * @param network absent: nothing parts the nodes
   */
  Faults(
      Random random,
      CoordinatorGroup group,
      Optional<Network> network,
      Duration lease,
      Consumer<String> say) {
    this.random = random;
    this.group = group;
    this.network = network;
    this.effects = new Effects(group);
    this.lease = lease;
    this.say = say;
  }

  void assertPowerCutsTookSomething() {
    if (powerCuts > 0) {
      assertThat(bytesLost).as("what %d power cuts took back", powerCuts).isPositive();
    }
  }

  /** Lets something happen, and returns when all is well again and all nodes have everything. */
  void strike() throws Exception {
    strike(deal(), group.awaitLeader(List.of()));
    heal();
  }

  /** Lets that befall the leader alone, for a while, and returns when all is well again. */
  void strikeTheLeader(Fault fault) throws Exception {
    int leader = group.awaitLeader(List.of());
    say.accept("%s: node %d, which leads".formatted(fault, leader));
    begin(fault, leader, otherThan(leader));
    awaitPassed(Duration.ofMillis(SHORTEST_MS));
    heal();
  }

  /**
   * The leader is killed between a write and its sync, and reads what it had written when it comes
   * back; then no node has power, and what was never synced is gone.
   */
  void killBeforeASyncAndCutPowerOfAll() throws Exception {
    int leader = killBeforeASync();
    group.awaitLeader(List.of(leader));
    group.node(leader).launch();
    awaitWell(leader);
    cutPowerOfAll();
    heal();
  }

  /**
   * A node is away until the others have no log for it any more, is sent a snapshot, and has no
   * power right after that.
   *
   * @param muchIsWritten more than a segment of the log holds
   */
  void cutPowerOfWhoWasSentASnapshot(Runnable muchIsWritten) throws Exception {
    int leader = group.awaitLeader(List.of());
    int victim = otherThan(leader);
    say.accept("away for long: node " + victim);
    group.node(victim).kill();
    long written = group.furthestCommit();
    muchIsWritten.run();
    Awaitility.await("the log before a snapshot is gone")
        .atMost(2, TimeUnit.MINUTES)
        .pollInterval(Duration.ofSeconds(2))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () -> {
              group.writeSnapshots();
              return group.node(leader).logStart() > written;
            });
    group.node(victim).launch();
    awaitWell(victim);
    assertThat(group.node(victim).logStart()).as("it was sent a snapshot").isGreaterThan(written);
    group.node(victim).kill();
    say.accept("  %d bytes lost".formatted(cutPower(victim)));
    group.node(victim).launch();
    awaitWell(victim);
  }

  /** Returns who has something in its log that it did not sync. */
  private int killBeforeASync() throws Exception {
    while (true) {
      int leader = group.awaitLeader(List.of());
      say.accept("killed before a sync: node %d, which leads".formatted(leader));
      group.machine(leader).slowDown(Duration.ofSeconds(1));
      effects.await(Fault.DISK_SLOW, leader, leader);
      group.node(leader).kill();
      group.machine(leader).heal();
      if (group.machine(leader).hasUnsynced("log_inprogress_")) {
        return leader;
      }
      group.node(leader).launch();
      awaitWell(leader);
    }
  }

  private void heal() throws IOException, InterruptedException {
    if (network.isPresent()) {
      network.get().heal();
    }
    for (int node = 0; node < NODES; node++) {
      group.machine(node).heal();
      group.node(node).thaw();
    }
    for (int node = 0; node < NODES; node++) {
      awaitWell(node);
    }
  }

  private Fault deal() {
    if (deck.isEmpty()) {
      List<Fault> all = new ArrayList<>(List.of(Fault.values()));
      Collections.shuffle(all, random);
      deck.addAll(all);
    }
    return deck.remove();
  }

  private void cutPowerOfAll() throws IOException {
    for (int node = 0; node < NODES; node++) {
      group.node(node).kill();
    }
    StringJoiner lost = new StringJoiner(", ");
    for (int node = 0; node < NODES; node++) {
      lost.add(String.valueOf(cutPower(node)));
      group.node(node).launch();
    }
    say.accept("  of all: " + lost + " bytes lost");
  }

  private long cutPower(int node) throws IOException {
    long lost = group.machine(node).cutPower();
    powerCuts++;
    bytesLost += lost;
    return lost;
  }

  private void strike(Fault fault, int leader) throws Exception {
    int victim = victim(fault, leader);
    int another = otherThan(victim);
    say.accept("%s: node %d%s".formatted(fault, victim, victim == leader ? ", which leads" : ""));
    begin(fault, victim, another);
    if (random.nextInt(3) == 0) {
      Fault bearable = BEARABLE.get(random.nextInt(BEARABLE.size()));
      int bearer = random.nextInt(NODES);
      say.accept("  meanwhile %s: node %d".formatted(bearable, bearer));
      let(bearable, bearer, another);
    }
    if (random.nextInt(3) == 0) {
      Fault kill = random.nextBoolean() ? Fault.KILLED_IN_A_WRITE : Fault.POWER_CUT;
      say.accept("  meanwhile %s: node %d, which comes back".formatted(kill, another));
      let(kill, another, victim);
      group.node(another).launch();
    }
    boolean outlastsLease = fault == Fault.STOPPED || random.nextBoolean();
    awaitPassed(
        outlastsLease
            ? lease.plusSeconds(2)
            : Duration.ofMillis(SHORTEST_MS + random.nextInt(LONGEST_MS - SHORTEST_MS)));
  }

  private int victim(Fault fault, int leader) {
    return switch (fault) {
      // its clock is the one that counts, and the log grows through it
      case LEADER_ALONE, UNHEARD, DISK_FULL, CLOCK_AHEAD, CLOCK_BEHIND -> leader;
      case FOLLOWER_ALONE -> otherThan(leader);
      default -> random.nextBoolean() ? leader : random.nextInt(NODES);
    };
  }

  private int otherThan(int node) {
    return (node + 1 + random.nextInt(NODES - 1)) % NODES;
  }

  private Network network() {
    return network.orElseThrow(() -> new IllegalStateException("nothing parts these nodes"));
  }

  /** Returns when it is felt. */
  private void begin(Fault fault, int victim, int another) throws Exception {
    let(fault, victim, another);
    effects.await(fault, victim, another);
  }

  private void let(Fault fault, int victim, int another) throws Exception {
    switch (fault) {
      case KILLED -> group.node(victim).kill();
      case KILLED_IN_A_WRITE -> {
        group.node(victim).kill();
        group.node(victim).tearLastRecord();
      }
      case POWER_CUT -> {
        group.node(victim).kill();
        say.accept("  %d bytes lost".formatted(cutPower(victim)));
      }
      case POWER_CUT_OF_ALL -> cutPowerOfAll();
      case STOPPED -> group.node(victim).freeze();
      case LEADER_ALONE, FOLLOWER_ALONE -> {
        for (int i = 0; i < NODES; i++) {
          if (i != victim) {
            network().part(victim, i);
          }
        }
      }
      case UNHEARD -> network().lose(victim, another);
      case DEAF -> {
        for (int i = 0; i < NODES; i++) {
          if (i != victim) {
            network().lose(i, victim);
          }
        }
      }
      case DISK_FULL -> group.machine(victim).leaveSpace(random.nextInt(20_000));
      case DISK_SLOW -> group.machine(victim).slowDown(Duration.ofMillis(20 + random.nextInt(400)));
      case CLOCK_AHEAD -> group.machine(victim).setClockOff(CLOCK_JUMP);
      case CLOCK_BEHIND -> group.machine(victim).setClockOff(CLOCK_JUMP.negated());
    }
  }

  private static void awaitPassed(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    Awaitility.await("it lasts")
        .atMost(5, TimeUnit.MINUTES)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> System.nanoTime() - until >= 0);
  }

  /** Whoever ended, killed or by itself, is launched again, as a supervisor does it. */
  private void awaitWell(int node) {
    Awaitility.await("node " + node + " is well; " + group.node(node).log())
        .atMost(5, TimeUnit.MINUTES)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (group.node(node).launchIfEnded()) {
                say.accept("  node %d, which had ended, is launched".formatted(node));
              }
              return group.isCaughtUp(node);
            });
  }
}
