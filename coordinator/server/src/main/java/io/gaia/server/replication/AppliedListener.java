package io.gaia.server.replication;

import io.gaia.core.ApplyResult;
import io.gaia.core.View;

/** Told of every log entry as it is applied on this node, in order, by the applying thread. */
@FunctionalInterface
public interface AppliedListener {

  /** Must be quick and must not throw: what it throws stops the node. */
  void applied(ApplyResult result, View view);
}
