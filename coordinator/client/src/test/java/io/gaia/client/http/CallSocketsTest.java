package io.gaia.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gaia.client.auth.Role;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.coordination.Session;
import io.gaia.client.coordination.SessionSpec;
import io.gaia.client.coordination.TaskFilter;
import io.gaia.client.coordination.TaskSpec;
import io.gaia.client.testkit.CoordinatorProcess;
import io.gaia.client.testkit.CoordinatorProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallSocketsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  @TempDir Path folder;

  private CoordinatorProcess coordinator;
  private Optional<String> token;
  private CallSockets sockets;

  @BeforeEach
  void start() {
    coordinator = CoordinatorProcess.start(folder, Map.of("SESSION_LEASE_TIMEOUT", "5m"));
    token = Optional.of(coordinator.token("agent-1", Role.AGENT));
    sockets = new CallSockets(token);
  }

  @AfterEach
  void stop() {
    sockets.close();
    coordinator.close();
  }

  /** What the coordinator says of those who are connected. */
  private JsonNode connections() {
    return JsonHttp.toCoordinator(
            List.of(coordinator.url()),
            Optional.of(coordinator.token("root", Role.ADMIN)),
            PATIENCE)
        .get("/api/v1/connections")
        .path("items");
  }

  private Session register(String name) {
    return coordinator.agent(PATIENCE).sessions().register(SessionSpec.named(name));
  }

  @Test
  void manyCallersShareOneSocketAndAskTogether() {
    CoordinationClient client = coordinator.agent(PATIENCE).over(sockets);
    int callers = 16;
    int each = 50;
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Session> sessions =
          IntStream.range(0, callers).mapToObj(i -> register("caller-" + i)).toList();
      CompletableFuture<?>[] all =
          sessions.stream()
              .map(
                  session ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (int i = 0; i < each; i++) {
                              client
                                  .sessions()
                                  .heartbeat(session.id(), session.incarnation(), List.of());
                            }
                          },
                          threads))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(all).join();
    } finally {
      threads.shutdownNow();
    }
    assertThat(connections()).hasSize(1);
    int frames = connections().path(0).path("sent").asInt();
    assertThat(frames).isBetween(each, callers * each / 4);
  }

  @Test
  void whatGotNoAnswerIsAskedAgainAndDoneOnce() {
    CoordinationClient client = coordinator.agent(PATIENCE).over(sockets);
    int tasks = 60;
    CompletableFuture<Void> enqueuing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < tasks; i++) {
                client.tasks().enqueue(TaskSpec.of("kept", NOTHING).in("kept"));
                if (i == tasks / 2) {
                  coordinator.kill();
                  coordinator.start();
                }
              }
            });
    enqueuing.join();
    assertThat(client.tasks().list(TaskFilter.all().of("kept")).items()).hasSize(tasks);
    // and over a new socket, as soon as one may be asked for
    assertThat(connections().size()).isLessThanOrEqualTo(1);
  }

  @Test
  void whereThereIsNoSocketItGoesOverHttp() throws IOException {
    List<String> overHttp = new ArrayList<>();
    try (CoordinatorProxy proxy = new CoordinatorProxy(coordinator.url(), overHttp::add)) {
      CoordinationClient client =
          CoordinationClient.to(List.of(proxy.url()), token, PATIENCE).over(sockets);
      client.tasks().enqueue(TaskSpec.of("http", NOTHING));
      client.tasks().enqueue(TaskSpec.of("http", NOTHING));
    }
    // asked for a socket once, and then not again for a while
    assertThat(overHttp).containsExactly("/ws", "/api/v1/tasks", "/api/v1/tasks");
    assertThat(connections()).isEmpty();
  }

  @Test
  void whoIsInterruptedWaitsNoMore() throws Exception {
    Session session = register("interrupted");
    CoordinationClient client = coordinator.agent(PATIENCE).over(sockets);
    Thread claiming =
        new Thread(
            () ->
                assertThatThrownBy(
                        () ->
                            client
                                .sessions()
                                .claim(
                                    session.id(),
                                    session.incarnation(),
                                    1,
                                    Duration.ofSeconds(25),
                                    Optional.empty()))
                    .isInstanceOf(UnreachableException.class));
    claiming.start();
    await().atMost(PATIENCE).until(() -> waitingClaims() == 1);
    claiming.interrupt();
    claiming.join();
    await().atMost(PATIENCE).until(() -> waitingClaims() == 0);
    assertThat(connections()).hasSize(1);
  }

  private int waitingClaims() {
    return coordinator.admin().operations().queue().waitingClaims();
  }

  @Test
  void aSocketThatIsFrozenIsGivenUpAndHttpIsAsked() {
    Session session = register("frozen");
    CoordinationClient client = coordinator.agent(PATIENCE).over(sockets);
    client.sessions().heartbeat(session.id(), session.incarnation(), List.of());
    coordinator.freeze();
    CompletableFuture<Void> thawing =
        CompletableFuture.runAsync(
            coordinator::thaw,
            CompletableFuture.delayedExecutor(4, java.util.concurrent.TimeUnit.SECONDS));
    client
        .within(PATIENCE, Duration.ofSeconds(2))
        .sessions()
        .heartbeat(session.id(), session.incarnation(), List.of());
    thawing.join();
    assertThat(client.sessions().get(session.id()).incarnation()).isEqualTo(1);
  }

  @Test
  void openCallsFailWhenTheSocketEnds() {
    Session session = register("waits");
    CallSocket socket = CallSocket.open(coordinator.url(), token);
    CompletableFuture<CallSocket.Answer> waiting =
        socket.call(
            "POST",
            "/api/v1/sessions/" + session.id() + "/claims",
            Optional.of(JsonNodeFactory.instance.objectNode().put("wait_seconds", 25)),
            Optional.empty());
    await().atMost(PATIENCE).until(() -> waitingClaims() == 1);
    coordinator.kill();
    assertThatThrownBy(waiting::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(UnreachableException.class)
        .hasMessageContaining("has ended");
    assertThat(socket.isOpen()).isFalse();
    assertThat(socket.call("POST", "/api/v1/tasks", Optional.of(NOTHING), Optional.empty()))
        .isCompletedExceptionally();
    coordinator.start();
  }

  @Test
  void whatASocketDoesNotTakeGoesOverHttp() {
    assertThat(CallSockets.take("PUT", "/api/v1/locks/a", Optional.of(NOTHING))).isTrue();
    assertThat(CallSockets.take("DELETE", "/api/v1/locks/a?fence=1", Optional.empty())).isTrue();
    assertThat(CallSockets.take("POST", "/api/v1/tasks/complete", Optional.of(NOTHING))).isFalse();
    assertThat(CallSockets.take("POST", "/api/v1/sessions", Optional.of(NOTHING))).isFalse();
    assertThat(
            CallSockets.take(
                "POST",
                "/api/v1/tasks",
                Optional.of(
                    JsonNodeFactory.instance
                        .objectNode()
                        .set("tasks", JsonNodeFactory.instance.arrayNode()))))
        .isFalse();
    assertThat(
            CallSockets.take(
                "POST",
                "/api/v1/tasks",
                Optional.of(
                    JsonNodeFactory.instance.objectNode().put("payload", "x".repeat(15_000)))))
        .isFalse();
    // the limit is of bytes
    assertThat(
            CallSockets.take(
                "POST",
                "/api/v1/tasks",
                Optional.of(
                    JsonNodeFactory.instance.objectNode().put("payload", "ä".repeat(7_500)))))
        .isFalse();
    CoordinationClient client = coordinator.agent(PATIENCE).over(sockets);
    var outcome =
        client.tasks().enqueueAll(List.of(TaskSpec.of("a", NOTHING), TaskSpec.of("b", NOTHING)));
    assertThat(outcome.tasks()).hasSize(2);
    assertThat(connections()).isEmpty();
  }
}
