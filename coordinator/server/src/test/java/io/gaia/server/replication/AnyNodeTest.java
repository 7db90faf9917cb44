package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.SessionCommand.Heartbeat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whichever of three nodes is asked, and whoever leads: the same answers. */
class AnyNodeTest {
  @TempDir private static Path certificates;
  @TempDir private Path directory;

  /** As they are used: gRPC is there for TLS. */
  static Stream<Transport> transports() throws IOException {
    return Stream.of(
        new Transport.Netty(), Transport.of(new TestAuthority(certificates).certify("127.0.0.1")));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void everyNodeServesAndAChangeOfLeaderCostsOnlyTime(Transport transport) throws Exception {
    try (TestGroup group = TestGroup.start(directory, transport)) {
      int first = group.leader();
      int follower = group.follower();
      int third = 3 - first - follower;

      // what one node acknowledged, every other reads
      register(group.node(follower), "ada");
      assertThat(read(group.node(first)).sessionNamed("ada")).isPresent();
      assertThat(read(group.node(third)).sessionNamed("ada")).isPresent();

      // sent twice to different nodes, done once
      Request twice = Request.of("r-1", TestNode.registration("bob"));
      Reply there = reply(group.node(third).route().submit(twice));
      assertThat(reply(group.node(follower).route().submit(twice))).isEqualTo(there);

      // leadership moves under load, whoever is asked for it, and nobody is refused
      List<CompletableFuture<Applied>> answers = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        if (i == 100) {
          var unused = group.node(third).transferLeadership(status(group, follower).nodeId());
        }
        answers.add(
            group
                .node(i % 3)
                .route()
                .submit(Request.of("h-" + i, TestNode.registration("s-" + i))));
      }
      answers.forEach(answer -> assertThat(reply(answer)).isInstanceOf(Reply.Registered.class));
      await().atMost(Duration.ofMinutes(1)).until(() -> group.leader() == follower);

      // the leader goes without a word; the next one serves through any node
      group.stop(follower);
      CompletableFuture<Applied> meanwhile =
          group
              .node(third)
              .route()
              .submit(Request.of(new Heartbeat("id-ada", OptionalLong.empty(), List.of())));
      assertThat(reply(meanwhile)).isInstanceOf(Reply.class);
      register(group.node(first), "cyd");

      // it comes back and has what it missed
      group.start(follower);
      assertThat(read(group.node(follower)).sessionNamed("cyd")).isPresent();
      assertThat(read(group.node(follower)).sessionNamed("s-299")).isPresent();
      // and is not away only because the others' connections to it are those of before
      for (int number : List.of(first, third)) {
        assertThat(TestNode.await(group.node(number).statusOfAll()).peers())
            .allMatch(peer -> peer.position().isPresent());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aFollowerAnswersWithoutWaitingForAHeartbeatAndTheLogHasWhatWasAsked(Transport transport)
      throws Exception {
    try (TestGroup group = TestGroup.startWithRareHeartbeats(directory, transport)) {
      CoordinationNode follower = group.node(group.follower());
      register(follower, "first");

      List<Long> indexes = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                Request next = Request.of(TestNode.registration("s-" + indexes.size()));
                indexes.add(follower.route().submit(next).join().view().index());
                return indexes.size() == 20;
              });

      // one entry each: none beside them says that they are committed
      assertThat(indexes)
          .isEqualTo(LongStream.range(0, 20).mapToObj(i -> indexes.get(0) + i).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aHandOverThatFailsRefusesNobody(Transport transport) throws Exception {
    try (TestGroup group = TestGroup.start(directory, transport)) {
      int leader = group.leader();
      int gone = group.follower();
      int other = 3 - leader - gone;
      String idOfGone = status(group, gone).nodeId();
      String idOfLeader = status(group, leader).nodeId();
      group.stop(gone);

      CompletableFuture<Void> toOneThatIsGone = group.node(other).transferLeadership(idOfGone);
      CompletableFuture<Void> toItself = group.node(leader).transferLeadership(idOfLeader);
      List<CompletableFuture<Applied>> answers = new ArrayList<>();
      // without request ids: what became of one that is given up nobody would know
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                boolean over = toOneThatIsGone.isDone() && toItself.isDone();
                String name = "s-" + answers.size();
                int asked = answers.size() % 2 == 0 ? leader : other;
                answers.add(
                    group.node(asked).route().submit(Request.of(TestNode.registration(name))));
                return over;
              });
      answers.forEach(answer -> assertThat(reply(answer)).isInstanceOf(Reply.Registered.class));
      assertThat(toOneThatIsGone).isCompletedExceptionally();
      assertThat(toItself).isCompleted();
      assertThat(group.leader()).isEqualTo(leader);
      // Ratis has given it up, too
      for (int i = 0; i < 20; i++) {
        register(group.node(leader), "after-" + i);
      }
    }
  }

  private static NodeStatus status(TestGroup group, int number) {
    return group.node(number).status();
  }

  private static void register(CoordinationNode node, String name) {
    assertThat(reply(node.route().submit(Request.of(TestNode.registration(name)))))
        .isInstanceOf(Reply.Registered.class);
  }

  private static Reply reply(CompletableFuture<Applied> answer) {
    return answer.orTimeout(60, TimeUnit.SECONDS).join().reply();
  }

  private static View read(CoordinationNode node) {
    return node.route().read().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
