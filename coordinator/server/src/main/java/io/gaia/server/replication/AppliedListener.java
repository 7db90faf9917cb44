package io.gaia.server.replication;

import io.gaia.core.ApplyResult;
import io.gaia.core.View;
import java.io.IOException;

/** Told of every log entry as it is applied on this node, in order, by the applying thread. */
@FunctionalInterface
public interface AppliedListener {

  /** Must be quick and must not throw: what it throws stops the node. */
  void applied(ApplyResult result, View view);

  /**
   * The state was replaced by a snapshot's, or emptied: the next entry that is applied comes after
   * that index, and those before it, if they were not applied here, never will be.
   *
   * @param index the view's, or beyond it: after a restore from a backup far beyond
   */
  default void restored(View view, long index) {}

  /**
   * Returns when what this listener keeps of the entries up to that index outlives a loss of power;
   * called before a snapshot counts, for then these entries are not applied again after a restart.
   * Called by the thread that writes snapshots.
   *
   * @throws IOException when it does not; there is no snapshot then
   */
  default void awaitDurable(long index) throws IOException {}
}
