package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gaia.core.Request;
import io.gaia.core.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members come and go while the group serves. */
class MembersTest {
  @TempDir private Path directory;

  @Test
  void anEmptyNodeReplacesALostOneAndHasTheSameState() throws Exception {
    try (TestGroup group = TestGroup.start(directory, new Transport.Netty())) {
      int leader = group.leader();
      int lost = group.follower();
      int other = 3 - leader - lost;
      int newcomer = group.newcomer();
      for (int i = 0; i < 100; i++) {
        register(group.node(other), "s-" + i);
      }
      // a newcomer is filled from whatever the leader has: a snapshot, and the log after it
      assertThat(TestNode.await(group.node(leader).snapshot())).isPositive();
      register(group.node(leader), "after-the-snapshot");
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

      group.start(newcomer);
      members.replace(lostId, group.address(newcomer));
      NodeStatus after = status(group.node(other));
      assertThat(after.peers())
          .hasSize(3)
          .noneMatch(peer -> peer.id().equals(lostId))
          .allMatch(peer -> peer.position().isPresent());

      // it serves like the others, and is counted: with one more gone it is needed
      register(group.node(newcomer), "through-the-newcomer");
      View there = read(group.node(newcomer));
      assertThat(there.sessionNamed("s-0")).isPresent();
      assertThat(sameHash(group.node(leader), group.node(newcomer))).isTrue();
      group.stop(leader);
      register(group.node(other), "with-two-left");
      assertThat(sameHash(group.node(other), group.node(newcomer))).isTrue();

      // and knows it all after a restart
      group.stop(newcomer);
      group.start(newcomer);
      assertThat(read(group.node(newcomer)).sessionNamed("with-two-left")).isPresent();
    }
  }

  /** Both apply the same entries, so at some moment they stand at the same one. */
  private static boolean sameHash(CoordinationNode one, CoordinationNode other) {
    await().atMost(Duration.ofMinutes(1)).until(() -> one.view().index() == other.view().index());
    View first = one.view();
    View second = other.view();
    return first.index() != second.index() || first.stateHash().equals(second.stateHash());
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
