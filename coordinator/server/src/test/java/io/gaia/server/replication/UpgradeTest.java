package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gaia.core.Request;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of this build and of one that knows a command more, in one group. */
class UpgradeTest {
  private static final KnownFormat OLD = new KnownFormat(1, command -> 1);

  /** It brings claims that wait. */
  private static final KnownFormat NEW = KnownFormat.CURRENT;

  @TempDir private Path directory;

  @Test
  void whatOldNodesCannotReadIsHeldBackUntilTheLastIsUpgraded() throws IOException {
    try (TestGroup group =
        TestGroup.start(directory, new Transport.Netty(), List.of(NEW, OLD, NEW))) {
      register(group.node(1), "through-the-old-one");
      register(group.node(0), "through-a-new-one");
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> submit(group.node(0)))
                      .hasRootCauseInstanceOf(UnavailableException.class)
                      .hasMessageContaining("needs format version 2, and the group is at 1")
                      .hasMessageContaining("not yet " + group.node(1).nodeId()));
      assertThat(group.node(0).view().formatVersion()).isEqualTo(1);
      assertThat(TestNode.await(group.node(0).statusOfAll()).peers())
          .extracting(peer -> peer.position().orElseThrow().formatVersionKnown())
          .containsExactlyInAnyOrder(1, 2, 2);

      group.stop(1);
      register(group.node(2), "while-one-is-upgraded");
      group.start(1, NEW);
      for (int number = 0; number < 3; number++) {
        CoordinationNode node = group.node(number);
        await().atMost(Duration.ofMinutes(1)).until(() -> node.status().formats().agreed() == 2);
        submit(node);
      }

      group.start(3, OLD);
      assertThatThrownBy(() -> group.node(0).membership().add(group.address(3)))
          .isInstanceOf(Membership.Refused.class)
          .hasMessageContaining("knows format version 1, and the log of this group is of 2");
      group.stop(3);

      // back again: it stops where it can read no further, and has nothing of that
      group.stop(1);
      group.start(1, OLD);
      await().atMost(Duration.ofMinutes(1)).until(() -> group.failure(1).isPresent());
      assertThat(group.failure(1).orElseThrow())
          .hasMessageContaining("a log entry is of format version 2")
          .hasMessageContaining("run a newer build on this node");
      assertThat(group.node(1).view().formatVersion()).isEqualTo(1);
      assertThat(group.node(1).status().role()).isNotEqualTo("removed");
      register(group.node(0), "the-others-go-on");

      TestNode.await(group.node(2).snapshot());
      group.stop(2);
      assertThatThrownBy(() -> group.start(2, OLD))
          .hasStackTraceContaining("is of format version 2, and this build knows no higher one");
    }
  }

  private static void submit(CoordinationNode node) {
    Request waits =
        Request.of(new ClaimTasks("nobody", OptionalLong.empty(), 1, Optional.empty()).whoWaits());
    assertThat(done(node.route().submit(waits)).view().formatVersion()).isEqualTo(2);
  }

  private static void register(CoordinationNode node, String name) {
    done(node.route().submit(Request.of(TestNode.registration(name))));
  }

  private static Applied done(CompletableFuture<Applied> answer) {
    return answer.orTimeout(60, TimeUnit.SECONDS).join();
  }
}
