package io.gaia.server.replication;

import io.gaia.core.Reply;
import io.gaia.core.View;

/**
 * What became of a command.
 *
 * @param view the state right after the log entry that held the command
 */
public record Applied(Reply reply, View view) {}
