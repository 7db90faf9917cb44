package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.server.config.HostPort;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Members come and go while the group serves, and a group comes back from a backup. */
class MembersTest {
  @TempDir private static Path certificates;
  @TempDir private Path directory;

  /** As they are used: gRPC is there for TLS. Where there is time, Netty as well. */
  static Stream<Transport> transports() throws IOException {
    Stream<Transport> secure =
        Stream.of(Transport.of(new TestAuthority(certificates).certify("127.0.0.1")));
    return Boolean.getBoolean("gaia.soak")
        ? Stream.concat(secure, Stream.of(new Transport.Netty()))
        : secure;
  }

  @ParameterizedTest
  @MethodSource("transports")
  void anEmptyNodeReplacesALostOneAndHasTheSameState(Transport transport) throws Exception {
    Path backup;
    try (TestGroup group = TestGroup.start(directory.resolve("first"), transport)) {
      int leader = group.leader();
      int lost = group.follower();
      int other = 3 - leader - lost;
      int newcomer = group.newcomer();
      for (int i = 0; i < 100; i++) {
        register(group.node(other), "s-" + i);
      }
      String lostId = group.node(lost).nodeId();
      group.stop(lost);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  status(group.node(other)).peers().stream()
                      .anyMatch(peer -> peer.id().equals(lostId) && peer.position().isEmpty()));

      Membership members = group.node(other).membership();
      assertThatThrownBy(() -> members.remove(group.node(other).nodeId()))
          .isInstanceOf(Membership.Refused.class)
          .hasMessageContaining("no majority");
      assertThatThrownBy(() -> members.add(group.address(newcomer)))
          .isInstanceOf(Membership.Refused.class)
          .hasMessageContaining("CLUSTER_BOOTSTRAP=false");
      assertThatThrownBy(() -> members.add(group.address(leader)))
          .isInstanceOf(Membership.Refused.class)
          .hasMessageContaining("a member already");

      // a newcomer is filled by a snapshot, and the log after it: what was before is gone
      TestNode.purge(group.node(leader));
      register(group.node(leader), "after-the-snapshot");
      group.start(newcomer);
      members.replace(lostId, group.address(newcomer));
      NodeStatus after = status(group.node(other));
      assertThat(after.peers())
          .hasSize(3)
          .noneMatch(peer -> peer.id().equals(lostId))
          .allMatch(peer -> peer.position().isPresent());
      assertThat(group.node(newcomer).snapshotIndex()).as("it got a snapshot").isPositive();

      // it serves like the others, and is counted: with one more gone it is needed
      register(group.node(newcomer), "through-the-newcomer");
      View there = read(group.node(newcomer));
      assertThat(there.sessionNamed("s-0")).isPresent();
      assertSameHash(group.node(leader), group.node(newcomer));
      long before = group.node(leader).snapshotIndex();
      group.stop(leader);
      register(group.node(other), "with-two-left");
      assertSameHash(group.node(other), group.node(newcomer));

      // so is a member that was away for so long
      int next = group.leader();
      TestNode.purge(group.node(next));
      register(group.node(next), "while-it-was-away");
      group.start(leader);
      assertThat(read(group.node(leader)).sessionNamed("while-it-was-away")).isPresent();
      assertThat(group.node(leader).snapshotIndex()).as("it got a snapshot").isGreaterThan(before);
      assertSameHash(group.node(leader), group.node(next));

      // and knows it all after a restart
      group.stop(newcomer);
      group.start(newcomer);
      assertThat(read(group.node(newcomer)).sessionNamed("with-two-left")).isPresent();
      backup = backup(group.node(newcomer));
      View then = group.node(newcomer).view();
      // two of before go on, and the third address is a member to them
      group.stop(other);
      long term = status(group.node(newcomer)).term();
      assertComesBackFrom(backup, then, group.address(other), group.address(newcomer), transport);
      // a restored group's terms begin at the clock's seconds
      assertThat(status(group.node(newcomer)).term())
          .as("the old group's term: nothing of the restored one reached it")
          .isBetween(term, term + 1_000);
    }
  }

  /**
   * @param first where the restored group begins: its old self looks for a member there
   * @param old a node of that old self
   */
  private void assertComesBackFrom(
      Path backup, View before, HostPort first, HostPort old, Transport transport)
      throws IOException {
    try (TestGroup group =
        TestGroup.restore(backup, directory.resolve("second"), first, transport)) {
      assertThatThrownBy(() -> group.node(group.leader()).membership().add(old))
          .isInstanceOf(Membership.Refused.class)
          .hasMessageContaining("has other members already");
      assertThat(read(group.node(2)).sessionNamed("while-it-was-away")).isPresent();
      register(group.node(1), "after-the-restore");
      assertThat(read(group.node(2)).index()).isGreaterThan(before.index());
      assertSameHash(group.node(0), group.node(1));
      assertSameHash(group.node(0), group.node(2));
      int leader = group.leader();
      int removed = group.follower();
      group.node(leader).membership().remove(group.node(removed).nodeId());
      assertThat(group.node(removed).status().role()).as("it was told").isEqualTo("removed");
      assertThatThrownBy(() -> register(group.node(removed), "too-late"))
          .hasRootCauseInstanceOf(UnavailableException.class)
          .hasMessageContaining("was removed from the group");
      register(group.node(leader), "and-the-others-go-on");
      // with a new disk it comes back at its address
      group.stop(removed);
      group.startWithNewDisk(removed);
      group.node(leader).membership().add(group.address(removed));
      assertThat(read(group.node(removed)).sessionNamed("and-the-others-go-on")).isPresent();
      register(group.node(removed), "through-who-came-back");
    }
  }

  private Path backup(CoordinationNode node) throws IOException {
    Path file = directory.resolve("backup");
    try (OutputStream out = Files.newOutputStream(file)) {
      TestNode.await(node.backup()).writeTo(out);
    }
    return file;
  }

  /** Both apply the same entries, so at some moment they stand at the same one. */
  private static void assertSameHash(CoordinationNode one, CoordinationNode other) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              View first = one.view();
              View second = other.view();
              return first.index() == second.index()
                  && first.stateHash().equals(second.stateHash());
            });
  }

  private static NodeStatus status(CoordinationNode node) {
    return TestNode.await(node.statusOfAll());
  }

  private static void register(CoordinationNode node, String name) {
    CompletableFuture<Applied> answer =
        node.route().submit(Request.of(TestNode.registration(name)));
    assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join()).isNotNull();
  }

  private static View read(CoordinationNode node) {
    return node.route().read().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
