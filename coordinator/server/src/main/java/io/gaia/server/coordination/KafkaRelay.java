package io.gaia.server.coordination;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.lifecycle.Managed;
import io.gaia.core.ApplyResult;
import io.gaia.core.RecordedEvent;
import io.gaia.core.View;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.kafka.Outgoing;
import io.gaia.server.replication.AppliedListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the leader's events to the topic {@code coordination-events}, in order. While Kafka does
 * not take them they wait up to a bound; what is beyond it is counted and left out, and a change of
 * leader may leave out or repeat some: readers go by the cursor.
 */
final class KafkaRelay implements AppliedListener, Managed {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaRelay.class);
  private static final int MAX_WAITING = 50_000;
  private static final int MAX_SENT_AT_ONCE = 500;
  private static final long RETRY_MS = 1000;

  private final EventPublisher publisher;
  private final BooleanSupplier leading;
  private final Counter leftOut;
  private final BlockingQueue<RecordedEvent> queue = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread thread = new Thread(this::relayForever, "coordination-kafka-relay");

  KafkaRelay(EventPublisher publisher, BooleanSupplier leading, MetricRegistry metrics) {
    this.publisher = publisher;
    this.leading = leading;
    leftOut = metrics.counter("gaia.coordination.events.left_out");
    thread.setDaemon(true);
  }

  @Override
  public void applied(ApplyResult result, View view) {
    if (!leading.getAsBoolean()) {
      return;
    }
    for (RecordedEvent event : result.events()) {
      if (event.event().published() && !queue.offer(event)) {
        leftOut.inc();
      }
    }
  }

  private void relayForever() {
    try {
      while (true) {
        List<RecordedEvent> events = new ArrayList<>();
        events.add(queue.take());
        queue.drainTo(events, MAX_SENT_AT_ONCE - 1);
        send(events);
      }
    } catch (InterruptedException e) {
      LOG.debug("No more events are relayed");
    }
  }

  /** Sends again what Kafka did not confirm, until it has all. */
  private void send(List<RecordedEvent> events) throws InterruptedException {
    List<Outgoing> left =
        events.stream()
            .map(
                event ->
                    Outgoing.of(
                        Topic.COORDINATION_EVENTS, event.event().entityId(), EventJson.of(event)))
            .toList();
    while (!left.isEmpty()) {
      var unconfirmed = publisher.tryPublish(left);
      left = unconfirmed.keySet().stream().map(left::get).toList();
      if (!left.isEmpty()) {
        Thread.sleep(RETRY_MS);
      }
    }
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() {
    thread.interrupt();
  }
}
