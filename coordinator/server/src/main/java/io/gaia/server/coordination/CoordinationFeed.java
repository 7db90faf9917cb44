package io.gaia.server.coordination;

import io.dropwizard.lifecycle.Managed;
import io.gaia.core.ApplyResult;
import io.gaia.core.RecordedEvent;
import io.gaia.core.View;
import io.gaia.core.event.Event;
import io.gaia.core.event.SessionEvent;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.model.Claim;
import io.gaia.server.live.Channel;
import io.gaia.server.live.HubPublisher;
import io.gaia.server.live.StreamSource;
import io.gaia.server.replication.AppliedListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes the events of this node's log to this node's sockets, in log order, in a thread of its
 * own. When it falls too far behind it begins a new life of the stream, so that readers are told of
 * the gap.
 */
final class CoordinationFeed implements AppliedListener, Managed {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinationFeed.class);

  /** Entries that may wait: some seconds of the highest rate. */
  private static final int MAX_WAITING = 20_000;

  /** A position is index and ordinal in one number. */
  private static final int ORDINAL_BITS = 20;

  private final HubPublisher hub;
  private final BooleanSupplier leading;
  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread thread = new Thread(this::publishForever, "coordination-feed");
  private volatile String streamId = "";
  // touched by the thread alone
  private int life;

  /** Events of one log entry, or, without any, the beginning of the stream's next life. */
  private record Entry(long index, List<RecordedEvent> events, View view) {}

  /**
   * @param leading whether callers wait for what this node applies
   */
  CoordinationFeed(HubPublisher hub, BooleanSupplier leading) {
    this.hub = hub;
    this.leading = leading;
    thread.setDaemon(true);
  }

  /**
   * Begins to publish.
   *
   * @param stream the same as long as log indexes mean the same entries
   */
  void open(String stream) {
    streamId = stream;
    thread.start();
  }

  @Override
  public void applied(ApplyResult result, View view) {
    List<RecordedEvent> published =
        result.events().stream().filter(recorded -> recorded.event().published()).toList();
    if (published.isEmpty()) {
      return;
    }
    Entry entry = new Entry(result.index(), published, view);
    if (!queue.offer(entry)) {
      waitOrSkip(entry);
    }
  }

  /** Callers wait for a leader's entries, nobody for those of a follower or of a replay. */
  private void waitOrSkip(Entry entry) {
    if (leading.getAsBoolean()) {
      LOG.warn("The sockets cannot follow; their readers are told of a gap");
      queue.clear();
      queue.add(new Entry(entry.index() + 1, List.of(), entry.view()));
      return;
    }
    try {
      queue.put(entry);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publishForever() {
    try {
      while (true) {
        publish(queue.take());
      }
    } catch (InterruptedException e) {
      LOG.debug("No more events are pushed");
    }
  }

  private void publish(Entry entry) {
    if (life == 0 || entry.events().isEmpty()) {
      List<Long> begin = List.of(position(entry.index(), 0));
      String id = life == 0 ? streamId : streamId + "-" + life;
      life++;
      hub.open(StreamSource.COORDINATION, id, begin, begin);
    }
    for (RecordedEvent recorded : entry.events()) {
      hub.publish(
          StreamSource.COORDINATION,
          0,
          position(recorded.index(), recorded.ordinal()),
          channels(recorded.event(), entry.view()),
          EventJson.of(recorded));
    }
  }

  /** Everything goes to the cluster's channel; what concerns a user's session also to the user. */
  private static List<Channel> channels(Event event, View view) {
    List<Channel> channels = new ArrayList<>();
    channels.add(Channel.cluster());
    sessionOf(event, view)
        .flatMap(view::session)
        .map(session -> Channel.user(session.profile().userId()))
        .ifPresent(channels::add);
    return channels;
  }

  private static Optional<String> sessionOf(Event event, View view) {
    if (event instanceof SessionEvent) {
      return Optional.of(event.entityId());
    }
    return event instanceof TaskEvent
        ? view.task(event.entityId()).flatMap(task -> task.claim()).map(Claim::sessionId)
        : Optional.empty();
  }

  private static long position(long index, int ordinal) {
    return (index << ORDINAL_BITS) | ordinal;
  }

  @Override
  public void stop() {
    thread.interrupt();
  }
}
