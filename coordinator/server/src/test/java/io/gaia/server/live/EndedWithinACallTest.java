package io.gaia.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A connection may end from within a call to the network while another thread publishes: neither
 * may wait for the other for ever.
 */
@Timeout(60)
class EndedWithinACallTest {
  private static final Channel CHANNEL = Channel.cluster();

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Hub hub =
      new Hub(LiveScene.SETTINGS, (caller, channel) -> true, new MetricRegistry(), now::get);
  private final List<Thread> publishers = new CopyOnWriteArrayList<>();
  private long position;

  @BeforeEach
  void open() {
    hub.open(StreamSource.COORDINATION, "log", List.of(0L), List.of(0L));
  }

  @AfterEach
  void stop() {
    hub.stop();
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
    Thread clock = new Thread(hub::checkAll, "clock");
    clock.setDaemon(true);
    clock.start();
    publishers.add(clock);
  }

  /** A client that reads nothing, and is gone within one of the calls. */
  private final class Network implements Outbound {
    private final String goneWithin;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final LiveConnection connection;

    Network(String goneWithin) {
      this.goneWithin = goneWithin;
      Caller admin = new Caller("root", Set.of(Role.ADMIN), Set.of());
      connection = hub.connect(admin, "127.0.0.1", Door.WEBSOCKET, this);
      hub.subscriptions().subscribe(connection, Map.of(CHANNEL, Optional.empty()));
    }

    private void called(String call) {
      calls.add(call);
      if (call.equals(goneWithin)) {
        Thread publisher = new Thread(EndedWithinACallTest.this::publish, "publisher");
        publisher.setDaemon(true);
        publisher.start();
        publishers.add(publisher);
        // it has the stream, and waits for this connection; or it is done
        await()
            .until(
                () ->
                    publisher.getState() == Thread.State.BLOCKED
                        || publisher.getState() == Thread.State.TERMINATED);
        hub.ended(connection);
      }
    }

    @Override
    public void send(LiveFrame frame, Sent done) {
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

  private void awaitTheEnd() {
    await().until(() -> hub.connectionCount() == 0);
    await().until(() -> publishers.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void whoIsCutOffBecauseNothingIsReadAnyMore() {
    Network stalled = new Network("close 4008");
    pass(LiveScene.SETTINGS.stalledAfter());
    awaitTheEnd();
    assertThat(stalled.calls).containsExactly("send", "close 4008");
  }

  @Test
  void whoDoesNotEndTheClose() {
    Network hanging = new Network("abort");
    pass(LiveScene.SETTINGS.stalledAfter());
    await().until(() -> hanging.calls.contains("close 4008"));
    pass(LiveScene.SETTINGS.closeGrace());
    awaitTheEnd();
    assertThat(hanging.calls).containsExactly("send", "close 4008", "abort");
  }
}
