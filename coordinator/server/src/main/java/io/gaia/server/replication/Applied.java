package io.gaia.server.replication;

import io.gaia.core.Mentioned;
import io.gaia.core.Reply;
import io.gaia.core.View;

/**
 * What became of a command.
 *
 * @param mentioned what the reply refers to, as it was when it was given; the same for a retry
 * @param view the state right after the log entry that held the command
 * @param place of the command in that entry, from 0, or {@link #NOWHERE}
 */
public record Applied(Reply reply, Mentioned mentioned, View view, int place) {
  /** Of a command that was refused before the log. */
  static final int NOWHERE = -1;
}
