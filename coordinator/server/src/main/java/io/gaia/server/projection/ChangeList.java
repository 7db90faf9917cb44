package io.gaia.server.projection;

import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.Projected;
import io.gaia.core.model.Change;
import io.gaia.server.replication.CommandSequencer;
import io.gaia.server.replication.UnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes changes off the state's list, and waits for it. */
public final class ChangeList {
  /** More in one log entry would make its neighbours wait. */
  private static final int CHANGES_AT_ONCE = 2000;

  private static final long PATIENCE_SECONDS = 30;

  private final CommandSequencer sequencer;

  public ChangeList(CommandSequencer sequencer) {
    this.sequencer = sequencer;
  }

  /**
   * Takes off all that changed up to that view, a part with each log entry.
   *
   * @throws UnavailableException when this node does not lead, or not any more; some may be gone
   */
  public void drop(View view) throws InterruptedException {
    int passed = 0;
    for (Change change : view.changesAfter(view.projectedIndex())) {
      passed++;
      if (passed % CHANGES_AT_ONCE == 0 && change.index() < view.index()) {
        propose(change.index());
      }
    }
    propose(view.index());
  }

  private void propose(long index) throws InterruptedException {
    await(sequencer.submit(Request.of(new Projected(index))));
  }

  /**
   * What came of a command or a read.
   *
   * @throws UnavailableException when the command or the read cannot be served now
   */
  public static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the log took longer than " + PATIENCE_SECONDS + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnavailableException unavailable) {
        throw unavailable;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
