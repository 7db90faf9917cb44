package io.gaia.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A call to the network may end the connection before it returns, on whatever thread, while events
 * are published. So the hub makes it under no lock of its own: here the call waits until another
 * thread has done both.
 */
@Timeout(60)
class NetworkUnderNoLockTest {
  private static final Channel CHANNEL = Channel.cluster();

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final Hub hub =
      new Hub(LiveScene.SETTINGS, (caller, channel) -> true, new MetricRegistry(), now::get);
  private long position;

  @BeforeEach
  void open() {
    hub.open(StreamSource.COORDINATION, "log", List.of(0L), List.of(0L));
  }

  private void publish() {
    hub.publish(
        StreamSource.COORDINATION,
        0,
        position++,
        List.of(CHANNEL),
        "{}".getBytes(StandardCharsets.UTF_8));
  }

  private void pass(Duration time) {
    now.set(now.get().plus(time).plusMillis(1));
    hub.checkAll();
  }

  /** A client that reads nothing, and is gone within one of the calls. */
  private final class Network implements Outbound {
    private final String goneWithin;
    private final Runnable meanwhile;
    private final List<String> calls = new ArrayList<>();
    private final LiveConnection connection;

    /**
     * @param meanwhile what others do within that call
     */
    Network(String goneWithin, Runnable meanwhile) {
      this.goneWithin = goneWithin;
      this.meanwhile = meanwhile;
      Caller admin = new Caller("root", Set.of(Role.ADMIN), Set.of());
      connection = hub.connect(admin, "127.0.0.1", Door.WEBSOCKET, this);
      hub.subscriptions().subscribe(connection, Map.of(CHANNEL, Optional.empty()));
    }

    private void called(String call) {
      calls.add(call);
      if (call.equals(goneWithin)) {
        CompletableFuture.runAsync(meanwhile)
            .thenRun(() -> hub.ended(connection))
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
      }
    }

    @Override
    public void send(List<LiveFrame> frames, Sent done) {
      called("send");
    }

    @Override
    public void ping() {
      called("ping");
    }

    @Override
    public void close(CloseCode code, String reason) {
      called("close " + code.code());
    }

    @Override
    public void abort() {
      called("abort");
    }
  }

  @Test
  void whoIsCutOffWhileEventsArePublished() {
    Network slow = new Network("close 4008", () -> {});
    while (hub.connectionCount() > 0 && position < 1_000) {
      publish();
    }
    assertThat(slow.calls).containsExactly("send", "close 4008");
  }

  @Test
  void whoIsCutOffBecauseNothingIsReadAnyMore() {
    Network stalled = new Network("close 4008", this::publish);
    pass(LiveScene.SETTINGS.stalledAfter());
    assertThat(stalled.calls).containsExactly("send", "close 4008");
    assertThat(hub.connectionCount()).isZero();
  }

  @Test
  void whoDoesNotEndTheClose() {
    Network hanging = new Network("abort", this::publish);
    pass(LiveScene.SETTINGS.stalledAfter());
    pass(LiveScene.SETTINGS.closeGrace());
    assertThat(hanging.calls).containsExactly("send", "close 4008", "abort");
    assertThat(hub.connectionCount()).isZero();
  }

  @Test
  void whoIsGoneWhenTheNodeGoesDown() {
    Network client = new Network("close 1012", this::publish);
    hub.drainNode();
    assertThat(client.calls).containsExactly("send", "close 1012");
    assertThat(hub.connectionCount()).isZero();
  }
}
