package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.Settings;
import io.gaia.core.View;
import io.gaia.core.command.Command;
import io.gaia.core.command.LockCommand.AcquireLock;
import io.gaia.core.command.SessionCommand.Heartbeat;
import io.gaia.core.command.SessionCommand.RegisterSession;
import io.gaia.core.command.TaskCommand.CancelTask;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.core.command.TaskCommand.CompleteTask;
import io.gaia.core.command.TaskCommand.EnqueueTask;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Requires;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.TaskSpec;
import io.gaia.core.model.Tier;
import io.gaia.server.config.ClusterSettings;
import io.gaia.server.config.HostPort;
import io.gaia.server.config.HostPorts;
import io.gaia.server.config.NodeTlsSettings;
import io.gaia.server.config.RaftSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** A group of one on a real disk, and the words in which the tests talk to it. */
public final class TestNode implements AutoCloseable {
  private final CoordinationNode node;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** So small that a test can have some of it purged. */
  static final LogSizes SMALL_LOG = new LogSizes(8 << 10, 100_000, 128L << 20);

  private static final RaftSettings RARE_SNAPSHOTS = snapshots(Duration.ofHours(1), 2);

  private static RaftSettings snapshots(Duration interval, int retain) {
    return new RaftSettings(
        Duration.ofMillis(150), Duration.ofMillis(300), interval, retain, 20_000);
  }

  private TestNode(
      Path directory,
      Settings rules,
      RaftSettings raft,
      LogSizes sizes,
      InstantSource wallClock,
      AppliedListener listener) {
    try {
      node =
          new CoordinationNode(
              new ClusterSettings(
                  false,
                  "node-1",
                  new HostPort("127.0.0.1", 0),
                  Optional.empty(),
                  ClusterSettings.DiscoveryType.STATIC,
                  HostPorts.NONE,
                  directory,
                  true,
                  Optional.empty(),
                  NodeTlsSettings.NONE),
              raft,
              sizes,
              KnownFormat.CURRENT,
              new Transport.Netty(),
              rules,
              wallClock,
              failure::set);
      node.addListener(listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static TestNode start(Path directory) {
    return start(directory, Settings.DEFAULTS);
  }

  public static TestNode start(Path directory, Settings rules) {
    return start(directory, rules, InstantSource.system(), (result, view) -> {});
  }

  /**
   * @param listener hears of every entry, also of those that are applied again
   */
  static TestNode start(
      Path directory, Settings rules, InstantSource wallClock, AppliedListener listener) {
    return new TestNode(directory, rules, RARE_SNAPSHOTS, LogSizes.USUAL, wallClock, listener)
        .started();
  }

  /**
   * @param beforeStart for what has to hear of every entry
   */
  public static TestNode start(
      Path directory, Settings rules, Consumer<CoordinationNode> beforeStart) {
    return start(directory, rules, LogSizes.USUAL, beforeStart);
  }

  static TestNode start(
      Path directory, Settings rules, LogSizes sizes, Consumer<CoordinationNode> beforeStart) {
    TestNode testNode =
        new TestNode(
            directory, rules, RARE_SNAPSHOTS, sizes, InstantSource.system(), (result, view) -> {});
    beforeStart.accept(testNode.node);
    return testNode.started();
  }

  /** Writes a snapshot at every interval, and keeps so many. */
  static TestNode withSnapshots(Path directory, Duration interval, int retain) {
    return new TestNode(
            directory,
            Settings.DEFAULTS,
            snapshots(interval, retain),
            LogSizes.USUAL,
            InstantSource.system(),
            (result, view) -> {})
        .started();
  }

  private TestNode started() {
    try {
      node.start();
      assertThat(node.awaitLeader(Duration.ofSeconds(10))).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  public CoordinationNode node() {
    return node;
  }

  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Until it has raised its log to all that it knows, which adds an entry in its first second. */
  void awaitNewestFormat() {
    Awaitility.await().until(() -> view().formatVersion() == KnownFormat.CURRENT.highest());
  }

  public View view() {
    return node.view();
  }

  public CompletableFuture<Applied> submit(Command command) {
    return node.sequencer().submit(Request.of(command));
  }

  public <R extends Reply> R ask(Class<R> reply, Command command) {
    return reply.cast(await(submit(command)).reply());
  }

  public <R extends Reply> R ask(Class<R> reply, String requestId, Command command) {
    return reply.cast(await(node.sequencer().submit(Request.of(requestId, command))).reply());
  }

  public static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  public String register(String name) {
    return ask(Reply.Registered.class, registration(name)).sessionId();
  }

  /** As a command ends that not every member knows yet. */
  public static UnavailableException heldBack(String why) {
    return new UnavailableException(UnavailableException.Reason.HELD_BACK, why);
  }

  public static RegisterSession registration(String name) {
    return new RegisterSession(
        "id-" + name,
        new SessionProfile(
            name,
            "user",
            Tier.WORKER,
            Provider.CLAUDE,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            1000,
            "{}"),
        true);
  }

  public static EnqueueTask task(String id) {
    return task(id, "{}");
  }

  public static EnqueueTask task(String id, String payload) {
    return new EnqueueTask(
        id,
        new TaskSpec(
            "test",
            payload,
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Requires.NOTHING,
            List.of(),
            OptionalLong.empty(),
            OptionalInt.empty()));
  }

  public static Heartbeat heartbeat(String session) {
    return new Heartbeat(session, OptionalLong.empty(), List.of());
  }

  public static AcquireLock lock(String key, String session, long ttlMs) {
    return new AcquireLock(key, session, OptionalLong.empty(), ttlMs, 0, "{}");
  }

  public static ClaimTasks claim(String session, int max) {
    return new ClaimTasks(session, OptionalLong.empty(), max, Optional.empty());
  }

  public static CompleteTask complete(String session, Reply.Claimed.One claim) {
    return new CompleteTask(claim.taskId(), session, claim.fence(), Optional.of("{\"ok\":true}"));
  }

  /** A bit of everything that leaves traces. */
  void work(String name, int tasks) {
    String session = register(name);
    List<CompletableFuture<Applied>> enqueued = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      enqueued.add(submit(task(name + "-" + i)));
    }
    enqueued.forEach(TestNode::await);
    Reply.Claimed claimed = ask(Reply.Claimed.class, claim(session, tasks / 2));
    claimed.tasks().stream()
        .limit(tasks / 4)
        .forEach(claim -> ask(Reply.Changed.class, complete(session, claim)));
    ask(Reply.Changed.class, new CancelTask(name + "-" + (tasks - 1), "not needed"));
    ask(Reply.Locked.class, new AcquireLock(name, session, OptionalLong.empty(), 60_000, 0, "{}"));
  }

  /** Until what the log has now is gone from it: two snapshots are behind it. */
  static void purge(CoordinationNode node) {
    long last = node.view().index();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              node.route()
                  .submit(
                      Request.of(task("t-" + UUID.randomUUID(), "\"" + "x".repeat(4096) + "\"")))
                  .orTimeout(60, TimeUnit.SECONDS)
                  .join();
              await(node.snapshot());
              return node.logStart() > last;
            });
  }

  /** The usual rules, but for the lease. */
  static Settings lease(long leaseMs) {
    Settings d = Settings.DEFAULTS;
    return new Settings(
        leaseMs,
        d.lockDelayMs(),
        d.claimMs(),
        d.stallMs(),
        d.agingMs(),
        d.affinityBonusMs(),
        d.maxRetries(),
        d.maxLost(),
        d.exponentialBackoff(),
        d.retentionMs(),
        d.maxFinishedTasks(),
        d.idempotencyMs(),
        d.maxIdempotencyKeys(),
        d.maxLockWaiters(),
        d.maxPendingTasks());
  }

  @Override
  public void close() {
    try {
      node.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
