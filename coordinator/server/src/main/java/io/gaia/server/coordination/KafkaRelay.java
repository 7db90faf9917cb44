package io.gaia.server.coordination;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.lifecycle.Managed;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.Relayed;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.eventlog.EventLog;
import io.gaia.server.eventlog.EventPage;
import io.gaia.server.eventlog.ForgottenException;
import io.gaia.server.eventlog.Position;
import io.gaia.server.eventlog.StoredEvent;
import io.gaia.server.kafka.OrderedPublisher;
import io.gaia.server.kafka.Outgoing;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import io.gaia.server.replication.CommandSequencer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While this node leads, brings the events of its event log into the topic {@code
 * coordination-events}. How far it came is a command, so that the next leader goes on from there.
 * After a change of leader or a restart some events come again: in each partition the first
 * appearances are in order and complete, and a reader drops what is not beyond the last cursor.
 */
final class KafkaRelay implements Managed {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaRelay.class);
  private static final int EVENTS_AT_ONCE = 500;
  private static final long BYTES_AT_ONCE = 1024 * 1024;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LEADER_LOOK = Duration.ofMillis(100);
  private static final Duration SLOW = Duration.ofSeconds(5);
  private static final long STOP_WITHIN_MS = 5_000;

  private final EventLog log;
  private final OrderedPublisher kafka;
  private final CommandSequencer sequencer;
  private final InstantSource time;
  private final Counter gaps;
  private final Counter leftOut;
  private final Thread thread = new Thread(this::run, "coordination-kafka-relay");
  private volatile DependencyState state;
  private volatile Optional<String> missing = Optional.empty();
  private volatile boolean isStopping;
  // everything up to it is in Kafka; touched by the thread alone, but for the gauge
  private volatile long position = Position.NONE;
  private Instant toldAt = Instant.MIN;
  private Instant sendingSince = Instant.MAX;

  KafkaRelay(
      EventLog log,
      OrderedPublisher kafka,
      CommandSequencer sequencer,
      MetricRegistry metrics,
      InstantSource time) {
    this.log = log;
    this.kafka = kafka;
    this.sequencer = sequencer;
    this.time = time;
    gaps = metrics.counter("gaia.coordination.relay.gaps");
    leftOut = metrics.counter("gaia.coordination.events.left_out");
    metrics.gauge("gaia.coordination.relay.entries_behind", () -> (Gauge<Long>) this::behind);
    state = new DependencyState(Condition.UP, "this node relays when it leads", time.instant());
    thread.setDaemon(true);
  }

  /** Up to which event Kafka has everything, as the replicated state knows it. */
  static long relayed(View view) {
    return view.relayedIndex() == 0
        ? Position.NONE
        : Position.of(view.relayedIndex(), view.relayedOrdinal());
  }

  /** Whether Kafka takes the events; and also later which ones it has not had. */
  DependencyState state() {
    DependencyState now = state;
    return missing
        .map(what -> new DependencyState(now.condition(), now.detail() + "; " + what, now.since()))
        .orElse(now);
  }

  private long behind() {
    return sequencer.isLeading()
        ? Math.max(0, Position.index(log.last()) - Math.max(0, Position.index(position)))
        : 0;
  }

  private boolean goesOn() {
    if (state.isUp() && sendingSince.plus(SLOW).isBefore(time.instant())) {
      become(Condition.DOWN, "Kafka does not confirm events; they wait in files");
    }
    return isWanted();
  }

  private boolean isWanted() {
    return !isStopping && sequencer.isLeading();
  }

  private void run() {
    try (kafka) {
      while (!isStopping) {
        if (sequencer.isLeading()) {
          lead();
          kafka.close();
        }
        TimeUnit.NANOSECONDS.sleep(LEADER_LOOK.toNanos());
      }
    } catch (InterruptedException e) {
      LOG.debug("No more events are relayed");
    } catch (RuntimeException | Error e) {
      LOG.error("No more events are relayed", e);
      become(Condition.DOWN, "stopped: " + e);
      throw e;
    }
  }

  /** One time as leader. */
  private void lead() throws InterruptedException {
    position = relayed(sequencer.stale());
    while (isWanted()) {
      if (!log.awaitBeyond(position, PAUSE)) {
        tellPosition();
        continue;
      }
      try {
        EventPage page = log.read(position, EVENTS_AT_ONCE, BYTES_AT_ONCE, event -> true);
        relay(page);
        if (time.instant().isAfter(toldAt.plus(PAUSE))) {
          tellPosition();
        }
      } catch (ForgottenException e) {
        skipTo(e.keptAfter());
      } catch (IOException e) {
        become(Condition.DOWN, "the files of events cannot be read: " + e.getMessage());
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
    }
  }

  private void relay(EventPage page) throws InterruptedException {
    List<StoredEvent> left = page.events();
    while (!left.isEmpty()) {
      sendingSince = time.instant();
      OrderedPublisher.Sent sent =
          kafka.send(left.stream().map(KafkaRelay::record).toList(), this::goesOn);
      if (sent.confirmed() > 0) {
        position = left.get(sent.confirmed() - 1).position();
      }
      left = left.subList(sent.confirmed(), left.size());
      if (sent.isTooLarge()) {
        LOG.error("Event {} is left out: {}", left.get(0).position(), sent.failure().orElse(""));
        leftOut.inc();
        left = left.subList(1, left.size());
      } else if (sent.failure().isPresent()) {
        failed(sent.failure().get());
      }
      if (!left.isEmpty() && !isWanted()) {
        return;
      }
    }
    position = page.readTo();
    if (!state.isUp()) {
      become(Condition.UP, "events are relayed");
    }
  }

  private static Outgoing record(StoredEvent event) {
    return new Outgoing(Topic.COORDINATION_EVENTS, event.key(), event.json());
  }

  private void failed(String why) throws InterruptedException {
    if (state.isUp()) {
      LOG.warn("Kafka does not take events; trying again: {}", why);
    }
    become(Condition.DOWN, "Kafka does not take events: " + why);
    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
  }

  /** Events were not kept long enough, or, before the first one was relayed, are of before. */
  private void skipTo(long keptAfter) {
    if (position != Position.NONE) {
      gaps.inc();
      String what =
          "events after %s up to %s are not in Kafka: their files are gone"
              .formatted(shown(position), shown(keptAfter));
      LOG.error("{}", what);
      become(Condition.DOWN, "events were left out");
      missing = Optional.of(what);
    }
    position = keptAfter;
  }

  private static String shown(long position) {
    return Position.index(position) + "." + Position.ordinal(position);
  }

  private void tellPosition() {
    if (position > relayed(sequencer.stale()) && Position.index(position) > 0) {
      // one that is not served now is due again in a second
      var unused =
          sequencer.submit(
              Request.of(new Relayed(Position.index(position), Position.ordinal(position))));
    }
    toldAt = time.instant();
  }

  private void become(Condition condition, String detail) {
    state = new DependencyState(condition, detail, time.instant());
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() throws InterruptedException {
    isStopping = true;
    thread.join(STOP_WITHIN_MS);
    thread.interrupt();
  }
}
