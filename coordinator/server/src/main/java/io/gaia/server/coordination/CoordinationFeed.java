package io.gaia.server.coordination;

import io.dropwizard.lifecycle.Managed;
import io.gaia.core.ApplyResult;
import io.gaia.core.RecordedEvent;
import io.gaia.core.View;
import io.gaia.server.eventlog.EventLog;
import io.gaia.server.eventlog.Position;
import io.gaia.server.eventlog.StoredEvent;
import io.gaia.server.live.HubPublisher;
import io.gaia.server.live.StreamSource;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import io.gaia.server.replication.AppliedListener;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the events of this node's log into its event log and then to its sockets, in log order, in
 * a thread of its own. Nothing is left out: what the files have already when entries are applied
 * again after a restart is passed over, a snapshot counts only when the events before it are
 * durable, and while the files cannot be written the applying thread waits.
 */
final class CoordinationFeed implements AppliedListener, Managed {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinationFeed.class);

  /** Entries that may wait: some seconds of the highest rate. */
  private static final int MAX_WAITING = 20_000;

  private static final int ENTRIES_AT_ONCE = 256;
  private static final long RETRY_MS = 1_000;
  private static final long IDLE_MS = 5_000;

  /** How old files are is a question to the file system, too dear for each entry. */
  private static final long RETAIN_EVERY_MS = 1_000;

  private static final long DURABLE_WITHIN_MS = 60_000;
  private static final long STOP_WITHIN_MS = 10_000;

  private final EventLog log;
  private final HubPublisher hub;
  private final String streamId;
  private final ToLongFunction<View> neededAfter;
  private final InstantSource time;
  // of the writing thread alone
  private Instant retainAgainAt = Instant.MIN;
  private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread thread = new Thread(this::run, "coordination-feed");
  private volatile DependencyState state;
  private volatile boolean hasEnded;
  // touched by the thread alone
  private long neededAfterPosition = Position.NONE;

  /** What the applying thread hands over. */
  private sealed interface Item {}

  private record Applied(ApplyResult result, View view) implements Item {}

  /** Entries up to that index will not be applied here. */
  private record Restored(long index) implements Item {}

  private record Durable(long index, CompletableFuture<Void> done) implements Item {}

  private record End() implements Item {}

  /**
   * @param streamId the same as long as log indexes mean the same entries
   * @param neededAfter events after that position are kept though they are old
   */
  CoordinationFeed(
      EventLog log,
      HubPublisher hub,
      String streamId,
      ToLongFunction<View> neededAfter,
      InstantSource time) {
    this.log = log;
    this.hub = hub;
    this.streamId = streamId;
    this.neededAfter = neededAfter;
    this.time = time;
    become(Condition.UP, "events are written");
    thread.setDaemon(true);
  }

  /** Whether events can be written to their files. */
  DependencyState state() {
    return state;
  }

  @Override
  public void start() {
    hub.history(StreamSource.COORDINATION, new CoordinationHistory(log));
    openAt(log.last() + 1);
    thread.start();
  }

  private void openAt(long position) {
    hub.open(StreamSource.COORDINATION, streamId, List.of(position), List.of(position));
  }

  @Override
  public void applied(ApplyResult result, View view) {
    if (!result.events().isEmpty()) {
      put(new Applied(result, view));
    }
  }

  @Override
  public void restored(View view, long index) {
    put(new Restored(index));
  }

  @Override
  public void awaitDurable(long index) throws IOException {
    Durable item = new Durable(index, new CompletableFuture<>());
    put(item);
    try {
      item.done().get(DURABLE_WITHIN_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while events were written", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the events up to entry " + index + " are not on the disk", e);
    }
  }

  /** Waits for room: an event that is left out would be missing for ever. */
  private void put(Item item) {
    try {
      while (!hasEnded && !queue.offer(item, 1, TimeUnit.SECONDS)) {
        LOG.warn("Applying waits for the files of events: {}", state.detail());
      }
    } catch (InterruptedException e) {
      // the node stops; nothing may follow on a hole, and the next start applies all of it again
      hasEnded = true;
      Thread.currentThread().interrupt();
    }
    if (hasEnded && item instanceof Durable durable) {
      durable.done().completeExceptionally(new IOException("no more events are written"));
    }
  }

  private void run() {
    try {
      List<Item> items = new ArrayList<>();
      while (true) {
        Item first = queue.poll(IDLE_MS, TimeUnit.MILLISECONDS);
        if (first != null) {
          items.add(first);
          queue.drainTo(items, ENTRIES_AT_ONCE - 1);
        }
        if (!patiently(items)) {
          return;
        }
        items.clear();
        if (!time.instant().isBefore(retainAgainAt)) {
          patientlyDo(() -> log.retain(neededAfterPosition));
          retainAgainAt = time.instant().plusMillis(RETAIN_EVERY_MS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("No more events are written");
    } catch (RuntimeException | Error e) {
      // without snapshots the log keeps all, and the next start finds what is missing
      hasEnded = true;
      LOG.error("No more events and no more snapshots are written until the next start", e);
      become(Condition.DOWN, "stopped: " + e);
      throw e;
    }
  }

  /** Returns false when it was told to end. */
  private boolean patiently(List<Item> items) throws InterruptedException {
    List<StoredEvent> events = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Applied entry) {
        add(entry, events);
        continue;
      }
      write(events);
      if (item instanceof Restored restored) {
        patientlyDo(() -> beginAfterHole(restored.index()));
      } else if (item instanceof Durable durable) {
        patientlyDo(() -> makeDurable(durable.index()));
        durable.done().complete(null);
      } else {
        return false;
      }
    }
    write(events);
    return true;
  }

  private void add(Applied entry, List<StoredEvent> events) {
    neededAfterPosition = neededAfter.applyAsLong(entry.view());
    for (RecordedEvent recorded : entry.result().events()) {
      long position = Position.of(recorded.index(), recorded.ordinal());
      if (position > log.last()) {
        events.add(
            new StoredEvent(
                position,
                recorded.event().entityId(),
                EventChannels.names(recorded.event(), entry.view()),
                EventJson.bytes(recorded)));
      }
    }
  }

  private void write(List<StoredEvent> events) throws InterruptedException {
    if (events.isEmpty()) {
      return;
    }
    patientlyDo(() -> log.append(events));
    hub.publish(StreamSource.COORDINATION, events.stream().map(this::publication).toList());
    events.clear();
  }

  private HubPublisher.Publication publication(StoredEvent event) {
    return new HubPublisher.Publication(
        0, event.position(), EventChannels.parsed(event.channels()), event.json());
  }

  private void beginAfterHole(long index) throws IOException {
    long end = Position.endOf(index);
    if (index > 0 && log.last() < end) {
      LOG.warn("Events up to entry {} were not seen on this node; its stream begins there", index);
      log.beginAfter(end);
      openAt(end + 1);
    }
  }

  private void makeDurable(long index) throws IOException {
    if (log.last() < Position.endOf(index)) {
      log.mark(Position.endOf(index));
    } else {
      log.sync();
    }
  }

  /** Work on the files. */
  private interface FileWork {
    void run() throws IOException;
  }

  /** Tries until it succeeds. */
  private void patientlyDo(FileWork work) throws InterruptedException {
    while (true) {
      try {
        work.run();
        if (!state.isUp()) {
          LOG.info("The files of events are written again");
          become(Condition.UP, "events are written");
        }
        return;
      } catch (IOException e) {
        if (state.isUp()) {
          LOG.error("The files of events cannot be written; trying again", e);
          become(Condition.DOWN, "the files of events cannot be written: " + e.getMessage());
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MS);
      }
    }
  }

  private void become(Condition condition, String detail) {
    state = new DependencyState(condition, detail, time.instant());
  }

  /** To be called when nothing is applied any more: what was applied is written first. */
  @Override
  public void stop() throws InterruptedException, IOException {
    put(new End());
    thread.join(STOP_WITHIN_MS);
    hasEnded = true;
    thread.interrupt();
    thread.join(STOP_WITHIN_MS);
    log.close();
  }
}
