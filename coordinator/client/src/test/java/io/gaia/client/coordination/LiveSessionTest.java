package io.gaia.client.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.auth.Role;
import io.gaia.client.http.RefusedException;
import io.gaia.client.testkit.CoordinatorProcess;
import io.gaia.client.testkit.CoordinatorProxy;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSessionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration LEASE = Duration.ofSeconds(12);

  @TempDir static Path folder;

  static CoordinatorProcess coordinator;
  static CoordinationClient client;

  @BeforeAll
  static void startCoordinator() {
    // no session is lost because the machine is slow
    coordinator =
        CoordinatorProcess.start(
            folder, Map.of("LOCK_DELAY", "1s", "SESSION_LEASE_TIMEOUT", LEASE.toSeconds() + "s"));
    client = coordinator.agent(PATIENCE);
  }

  @AfterAll
  static void stopCoordinator() {
    coordinator.close();
  }

  /** What the listener was told, in order. */
  private static final class Told implements SessionListener {
    private final List<String> words = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void cancelRequested(Claim claim) {
      words.add("cancel " + claim.taskId());
    }

    @Override
    public void claimLost(Claim claim, String why) {
      words.add("claim lost " + claim.taskId());
    }

    @Override
    public void sessionLost(String why) {
      words.add("session lost");
    }

    @Override
    public void registeredAgain(Session session) {
      words.add("registered again as " + session.incarnation());
    }

    @Override
    public void ended(String why) {
      words.add("ended");
    }

    @Override
    public void outOfTouch(String why) {
      words.add("out of touch");
    }

    @Override
    public void recovered() {
      words.add("recovered");
    }

    void await(String word) {
      org.awaitility.Awaitility.await(word)
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(words).contains(word));
    }
  }

  /** The example of {@link CoordinationClient}. */
  @Test
  void theExampleInTheDocumentationWorks() {
    URI url = coordinator.url();
    String token = coordinator.token("agent-1", Role.AGENT);
    JsonNode payload = json("{\"repo\":\"gaia\"}");
    JsonNode result = json("{\"ok\":true}");
    List<Long> deployed = new ArrayList<>();

    var client = CoordinationClient.to(List.of(url), Optional.of(token), Duration.ofSeconds(30));
    client.tasks().enqueue(TaskSpec.of("build", payload).in("compilers").withKey("build-1"));
    try (LiveSession session = client.join(SessionSpec.named("builder-1"))) {
      for (Task task : session.claim(1, Duration.ofSeconds(25))) {
        session.report(task.claim(), 50, "half way");
        session.complete(task.claim(), Optional.of(result));
      }
      try (HeldLock lock = session.lock("deploy", Duration.ofMinutes(1), Duration.ofSeconds(25))) {
        deployed.add(lock.fence());
      }
    }

    Task task = client.tasks().list(TaskFilter.all().of("compilers")).items().get(0);
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.result()).contains(result);
    assertThat(deployed).hasSize(1);
    assertThat(client.sessions().list(Optional.empty()).items())
        .filteredOn(session -> session.name().equals("builder-1"))
        .singleElement()
        .satisfies(session -> assertThat(session.status()).isEqualTo(SessionStatus.OFFLINE));
  }

  @Test
  void aSessionOutlivesItsLeaseAndItsProgressArrives() {
    Task task = client.tasks().enqueue(TaskSpec.of("long", json("{}")).in("outlives"));
    try (LiveSession session = client.join(SessionSpec.named("patient"))) {
      Claim claim =
          session.claim(1, Duration.ofSeconds(20), Optional.of("outlives")).get(0).claim();
      session.report(claim, 10, "one");
      session.checkpoint(claim, json("{\"at\":1}"));
      session.report(claim, 40, "two");

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Task now = client.tasks().get(task.id());
                assertThat(now.progress().percent()).isEqualTo(40);
                assertThat(now.checkpoint()).contains(json("{\"at\":1}"));
              });
      Instant first = client.sessions().get(session.id()).leaseExpiresAt();
      await()
          .atMost(PATIENCE)
          .until(() -> client.sessions().get(session.id()).lastHeartbeat().isAfter(first));
      assertThat(client.sessions().get(session.id()).incarnation()).isEqualTo(1);
      assertThat(session.holds(claim)).isTrue();
    }
    assertThat(client.tasks().get(task.id()).lostCount()).as("closing gives back").isZero();
    coordinator.admin().tasks().cancel(task.id(), "the example takes any task");
  }

  @Test
  void whoIsDeclaredDeadLosesItsWorkAndComesBackAsANewIncarnation() {
    client.tasks().enqueue(TaskSpec.of("doomed", json("{}")).in("declared-dead"));
    Told told = new Told();
    try (LiveSession session = client.join(SessionSpec.named("phoenix"), told)) {
      Task task = session.claim(1, Duration.ofSeconds(20), Optional.of("declared-dead")).get(0);
      CompletableFuture<String> lock = new CompletableFuture<>();
      HeldLock held =
          session.lock("nest", Duration.ofMinutes(1), Duration.ZERO, () -> lock.complete("lost"));

      client.sessions().fail(session.id(), "a test says so");

      told.await("registered again as 2");
      assertThat(told.words)
          .containsSubsequence("claim lost " + task.id(), "session lost", "registered again as 2");
      assertThat(lock).isCompletedWithValue("lost");
      assertThat(held.isHeld()).isFalse();
      assertThat(session.holds(task.claim())).isFalse();
      assertThatThrownBy(() -> session.complete(task.claim(), Optional.empty()))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.code()).isEqualTo("stale-fence"));

      Task again = session.claim(1, Duration.ofSeconds(20), Optional.of("declared-dead")).get(0);
      assertThat(again.id()).isEqualTo(task.id());
      assertThat(again.claim().fence()).isGreaterThan(task.claim().fence());
      session.complete(again.claim(), Optional.empty());
    }
  }

  @Test
  void whoIsDeadBeforeItsFirstHeartbeatComesBackToo() throws IOException {
    client.tasks().enqueue(TaskSpec.of("late", json("{}")).in("dead-at-once"));
    AtomicBoolean first = new AtomicBoolean(true);
    Told told = new Told();
    try (var proxy =
            new CoordinatorProxy(
                coordinator.url(),
                path -> {
                  if (path.endsWith("/heartbeat") && first.getAndSet(false)) {
                    client.sessions().fail(path.split("/")[4], "its lease ended on the way");
                  }
                });
        LiveSession session =
            CoordinationClient.to(
                    List.of(proxy.url()),
                    Optional.of(coordinator.token("agent-1", Role.AGENT)),
                    PATIENCE)
                .join(SessionSpec.named("stillborn"), told)) {
      told.await("registered again as 2");

      Task task = session.claim(1, Duration.ofSeconds(20), Optional.of("dead-at-once")).get(0);
      session.complete(task.claim(), Optional.empty());
    }
  }

  @Test
  void whoseNameIsTakenOverEndsForGood() {
    Told told = new Told();
    try (LiveSession old = client.join(SessionSpec.named("twin"), told);
        LiveSession young = client.join(SessionSpec.named("twin").withTakeover(true))) {
      told.await("ended");

      assertThat(old.isLive()).isFalse();
      assertThat(young.isLive()).isTrue();
      assertThatThrownBy(() -> old.claim(1, Duration.ZERO))
          .isInstanceOf(SessionEndedException.class);
      assertThat(told.words).doesNotContain("registered again as 2");
    }
  }

  @Test
  void aCancelReachesTheSessionOnce() {
    client.tasks().enqueue(TaskSpec.of("cancelled", json("{}")).in("to-cancel"));
    Told told = new Told();
    try (LiveSession session = client.join(SessionSpec.named("obedient"), told)) {
      Task task = session.claim(1, Duration.ofSeconds(20), Optional.of("to-cancel")).get(0);

      coordinator.admin().tasks().cancel(task.id(), "no longer needed");
      told.await("cancel " + task.id());

      Task ended = session.fail(task.claim(), "stopped", true);
      assertThat(ended.status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(Collections.frequency(told.words, "cancel " + task.id())).isEqualTo(1);
    }
  }

  @Test
  void aClaimWhoseAnswerGotLostIsFound() {
    client.tasks().enqueue(TaskSpec.of("lost answer", json("{}")).in("lost-answer"));
    try (LiveSession session = client.join(SessionSpec.named("finder"))) {
      // as if the answer to this session's request had not arrived
      List<Task> unheard =
          client
              .sessions()
              .claim(
                  session.id(),
                  session.incarnation(),
                  1,
                  Duration.ofSeconds(20),
                  Optional.of("lost-answer"));
      assertThat(session.holds(unheard.get(0).claim())).isFalse();

      assertThat(session.recover()).extracting(Task::claim).containsExactly(unheard.get(0).claim());
      assertThat(session.recover()).isEmpty();
      session.complete(unheard.get(0).claim(), Optional.empty());
    }
  }

  @Test
  void aLockIsRenewedForAsLongAsItIsHeldAndWaitsItsTurn() throws Exception {
    try (LiveSession one = client.join(SessionSpec.named("first in line"));
        LiveSession two = client.join(SessionSpec.named("second in line"))) {
      HeldLock first = one.lock("bridge", Duration.ofSeconds(6), Duration.ZERO);
      assertThatThrownBy(() -> two.lock("bridge", Duration.ofSeconds(6), Duration.ZERO))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.code()).isEqualTo("lock-held"));
      await().atMost(PATIENCE).until(() -> client.locks().get("bridge").renewedCount() >= 3);
      assertThat(first.isHeld()).isTrue();

      CompletableFuture<HeldLock> turn =
          CompletableFuture.supplyAsync(
              () -> two.lock("bridge", Duration.ofSeconds(6), Duration.ofSeconds(20)));
      await()
          .atMost(PATIENCE)
          .until(() -> client.locks().get("bridge").waiting().orElseThrow().contains(two.id()));
      first.close();

      HeldLock second = turn.get();
      assertThat(second.fence()).isGreaterThan(first.fence());
      assertThat(first.isHeld()).isFalse();
      assertThat(second.isHeld()).isTrue();
      second.close();
      first.close();
    }
  }

  private static JsonNode json(String text) {
    try {
      return EventCodec.mapper().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
