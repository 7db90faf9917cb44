package io.gaia.server.projection;

import io.gaia.core.Batch;
import io.gaia.core.Coordination;
import io.gaia.core.Request;
import io.gaia.core.Settings;
import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.LeaderElected;
import io.gaia.core.command.Command;
import java.util.ArrayList;
import java.util.List;

/** A state machine with time and terms that a test turns on. */
final class House {
  /** Short ends, so that much comes due; and what has ended may leave after a minute. */
  static final Settings SETTINGS =
      new Settings(
          10_000, 3_000, 20_000, 8_000, 60_000, 60_000, 2, 2, true, 60_000, 50, 60_000, 1_000, 10,
          1_000);

  private final Coordination coordination = Coordination.empty();
  private long index;
  private long nowMs = 1_700_000_000_000L;

  /** A leader begins that term. */
  House elect(long term) {
    return apply(new LeaderElected("n" + term, term, SETTINGS));
  }

  House apply(Command... commands) {
    List<Request> requests = new ArrayList<>();
    for (Command command : commands) {
      requests.add(Request.of(command));
    }
    coordination.apply(new Batch(nowMs, requests), ++index);
    return this;
  }

  House pass(long millis) {
    nowMs += millis;
    return this;
  }

  View view() {
    return coordination.view();
  }
}
