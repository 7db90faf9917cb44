package io.gaia.server.coordination;

import io.dropwizard.lifecycle.Managed;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.Evict;
import io.gaia.core.command.ClusterCommand.Projected;
import io.gaia.server.replication.CommandSequencer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What the leader proposes so that the state stays small: finished tasks leave after retention, and
 * when there is no database the list of changes for it is dropped.
 */
final class Housekeeping implements Managed {
  private static final long INTERVAL_MS = 1000;

  /** Entities that leave with one log entry; more would make its neighbours wait. */
  private static final int EVICTED_AT_ONCE = 1000;

  /** Changes that may stand around when nobody wants them. */
  private static final int CHANGES_KEPT = 1000;

  private final CommandSequencer sequencer;
  private final boolean projecting;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "coordination-housekeeping");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param projecting a database wants the changes, so nothing leaves before it has them
   */
  Housekeeping(CommandSequencer sequencer, boolean projecting) {
    this.sequencer = sequencer;
    this.projecting = projecting;
  }

  @Override
  public void start() {
    timer.scheduleWithFixedDelay(this::tidy, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
  }

  // a command that is refused or not served now is due again in a second
  private void tidy() {
    if (!sequencer.isLeading()) {
      return;
    }
    View view = sequencer.stale();
    if (!projecting && view.changesWaiting() > CHANGES_KEPT) {
      var unused = sequencer.submit(Request.of(new Projected(view.index())));
    }
    if (view.hasEvictable()) {
      var unused = sequencer.submit(Request.of(new Evict(EVICTED_AT_ONCE, projecting)));
    }
  }

  @Override
  public void stop() {
    timer.shutdownNow();
  }
}
