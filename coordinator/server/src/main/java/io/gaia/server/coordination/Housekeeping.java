package io.gaia.server.coordination;

import io.dropwizard.lifecycle.Managed;
import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.Evict;
import io.gaia.server.projection.ChangeList;
import io.gaia.server.projection.Projection;
import io.gaia.server.replication.Applied;
import io.gaia.server.replication.CommandSequencer;
import io.gaia.server.replication.UnavailableException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the leader proposes so that the state stays small: finished tasks leave after retention, and
 * the list of changes is dropped when there is no database for it.
 *
 * <p>With a database, what is past retention leaves once the tables have it. While the database is
 * away only the bound on finished tasks makes them leave; and when more changes wait than there are
 * things in the state, as the many that came and went leave them, the list is dropped, too: the
 * projection then compares all rows, which is no more work, and memory is bounded by the state.
 */
final class Housekeeping implements Managed {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long INTERVAL_MS = 1000;

  /** Entities that leave with one log entry; more would make its neighbours wait. */
  private static final int EVICTED_AT_ONCE = 250;

  /** Entries with evictions in one interval, so that they leave as fast as tasks can be done. */
  private static final int EVICTIONS_AT_ONCE = 40;

  /** Changes that may stand around when nobody wants them. */
  private static final int CHANGES_KEPT = 1000;

  /** Changes that may wait for a database in any case. */
  private static final int CHANGES_AWAITED = 100_000;

  private final CommandSequencer sequencer;
  private final Optional<Projection> projection;
  private final int changesAwaited;
  private final ChangeList changes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "coordination-housekeeping");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param projection takes the changes to a database, if there is one
   */
  Housekeeping(CommandSequencer sequencer, Optional<Projection> projection) {
    this(sequencer, projection, CHANGES_AWAITED);
  }

  Housekeeping(CommandSequencer sequencer, Optional<Projection> projection, int changesAwaited) {
    this.sequencer = sequencer;
    this.projection = projection;
    this.changesAwaited = changesAwaited;
    changes = new ChangeList(sequencer);
  }

  @Override
  public void start() {
    var unused =
        timer.scheduleWithFixedDelay(this::tidy, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
  }

  // an exception would end the schedule; what is not served now is due again in a second
  private void tidy() {
    try {
      if (sequencer.isLeading()) {
        shortenChanges();
        evict();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UnavailableException e) {
      LOG.debug("Not tidied: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Not tidied", e);
    }
  }

  private void shortenChanges() throws InterruptedException {
    View view = sequencer.stale();
    int waiting = view.changesWaiting();
    if (projection.isEmpty()) {
      if (waiting > CHANGES_KEPT) {
        changes.drop(view);
      }
    } else if (waiting > Math.max(changesAwaited, 2 * view.entities())) {
      LOG.warn("{} changes waited for PostgreSQL; it will be compared with the state", waiting);
      changes.drop(view);
    }
  }

  private void evict() throws InterruptedException {
    for (int i = 0; i < EVICTIONS_AT_ONCE; i++) {
      View view = sequencer.stale();
      Optional<Evict> next = eviction(view);
      if (next.isEmpty()) {
        return;
      }
      Applied evicted = ChangeList.await(sequencer.submit(Request.of(next.get())));
      if (!(evicted.reply() instanceof Reply.Changed changed && changed.changed())) {
        return;
      }
    }
  }

  private Optional<Evict> eviction(View view) {
    if (!view.hasEvictable()) {
      return Optional.empty();
    }
    if (projection.isEmpty()) {
      return Optional.of(new Evict(EVICTED_AT_ONCE, false));
    }
    if (projection.get().isCurrent()) {
      return Optional.of(new Evict(EVICTED_AT_ONCE, true));
    }
    int tooMany = view.finishedTasks() - view.settings().maxFinishedTasks();
    return tooMany > 0
        ? Optional.of(new Evict(Math.min(EVICTED_AT_ONCE, tooMany), false))
        : Optional.empty();
  }

  @Override
  public void stop() {
    timer.shutdownNow();
  }
}
