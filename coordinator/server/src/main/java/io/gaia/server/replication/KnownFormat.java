package io.gaia.server.replication;

import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.core.command.Command;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import java.io.IOException;
import java.util.function.ToIntFunction;

/**
 * What this build reads and applies: log entries and snapshots up to a version. A build that adds a
 * command, a field or a rule knows one version more; nodes of the one before cannot read it, so it
 * stays out of the log until every member knows it ({@link FormatAgreement}).
 *
 * @param highest the newest version that is known here
 * @param since tells which version a command came with
 */
record KnownFormat(int highest, ToIntFunction<Command> since) {
  /** Of this build. */
  static final KnownFormat CURRENT = new KnownFormat(RaiseFormat.NEWEST, KnownFormat::cameWith);

  private static int cameWith(Command command) {
    return command instanceof ClaimTasks claim && claim.waits()
        ? RaiseFormat.EMPTY_CLAIMS_KEPT
        : RaiseFormat.FIRST;
  }

  /** There is something that another build wrote, and this one could only read in part. */
  static final class TooNew extends IOException {
    TooNew(String what, int version, int known) {
      super(
          "%s is of format version %d, and this build knows no higher one than %d: run a newer build on this node"
              .formatted(what, version, known));
    }
  }

  /**
   * @param what was found, such as an entry
   * @throws TooNew when it is not for this build
   */
  void require(int version, String what) throws TooNew {
    if (version > highest) {
      throw new TooNew(what, version, highest);
    }
  }
}
