package io.gaia.server.projection;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.lifecycle.Managed;
import io.gaia.core.ApplyResult;
import io.gaia.core.View;
import io.gaia.server.database.Database;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.projection.Tables.Outcome;
import io.gaia.server.replication.AppliedListener;
import io.gaia.server.replication.CommandSequencer;
import io.gaia.server.replication.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader's copy of the state in PostgreSQL, for whoever asks with SQL. A thread of its own
 * brings the tables from one state to a later one, in rounds; nothing that serves a command ever
 * waits for it.
 *
 * <p>A round takes the newest view and writes, in one transaction, every entity that changed since
 * the last one, once, together with the view's index. So at every recorded index the tables equal
 * the state at that index, whatever is left out between two rounds. That is what makes heartbeats
 * cheap: when nothing but they happened, the next round comes after {@link #QUIET_PAUSE}; anything
 * else is written at once, or {@link #BUSY_PAUSE} after the round before, and takes the heartbeats
 * along. A session is so written at most every half second, however often it is heard.
 *
 * <p>The first round of a term, and any round that finds the tables elsewhere than this node left
 * them (a new or restored database, a restored state, a list of changes that was dropped because
 * PostgreSQL was away too long), compares all rows with the state and writes what differs.
 *
 * <p>Tables at a later position than the state are a newer leader's, or of another log. A barrier
 * tells: it passes only while this node leads, and then no newer leader of this log can have
 * written what was read before. If it is another log's, its rows are replaced.
 */
public final class Projection implements AppliedListener, Managed {
  private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

  static final Duration BUSY_PAUSE = Duration.ofMillis(500);
  static final Duration QUIET_PAUSE = Duration.ofSeconds(5);

  private final CommandSequencer sequencer;
  private final Database database;
  private final Tables tables;
  private final ChangeList changes;
  private final ProjectionProgress progress;
  private final Meter rows;
  private final Counter refused;
  private final BackOff backOff = new BackOff();
  private final Pulse pulse = new Pulse();
  private final Thread thread = new Thread(this::run, "projection");
  private volatile boolean stopped;
  private volatile Optional<Connection> connection = Optional.empty();
  // touched by the thread alone
  private Optional<Position> last = Optional.empty();

  public Projection(
      CommandSequencer sequencer,
      Database database,
      RowSource source,
      MetricRegistry metrics,
      InstantSource time) {
    this.sequencer = sequencer;
    this.database = database;
    tables = new Tables(source);
    changes = new ChangeList(sequencer);
    progress = new ProjectionProgress(sequencer::isLeading, time);
    rows = metrics.meter("gaia.projection.rows");
    refused = metrics.counter("gaia.projection.rows.refused");
    metrics.register("gaia.projection.index", (Gauge<Long>) progress::index);
    metrics.register("gaia.projection.lag.seconds", (Gauge<Double>) progress::lagSeconds);
    thread.setDaemon(true);
  }

  @Override
  public void applied(ApplyResult result, View view) {
    if (view.changesAfter(progress.index()).iterator().hasNext()) {
      progress.changed();
      pulse.beat(result.events().stream().anyMatch(recorded -> recorded.event().published()));
    }
  }

  /** For the health check: down while the tables fall behind, and why. */
  public DependencyState state() {
    return progress.state();
  }

  /** Whether the tables followed the state a moment ago, and this node leads. */
  public boolean isCurrent() {
    return progress.isCurrent();
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() throws InterruptedException {
    stopped = true;
    thread.interrupt();
    // an interrupt does not reach a thread that waits for PostgreSQL
    connection.ifPresent(Projection::abort);
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }

  private void run() {
    try {
      while (!stopped) {
        if (sequencer.isLeading()) {
          lead();
        } else {
          last = Optional.empty();
          progress.following();
          disconnect();
          pulse.pause(BUSY_PAUSE);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The projection stops");
    } finally {
      disconnect();
    }
  }

  private void lead() throws InterruptedException {
    try {
      if (!database.isUp()) {
        progress.failed("PostgreSQL is not there");
        disconnect();
        pulse.pause(BUSY_PAUSE);
        return;
      }
      round();
      backOff.reset();
      pulse.await(BUSY_PAUSE, QUIET_PAUSE);
    } catch (UnavailableException e) {
      LOG.debug("No leader any more: {}", e.getMessage());
      pulse.pause(BUSY_PAUSE);
    } catch (SQLException | RuntimeException e) {
      disconnect();
      if (!stopped) {
        Duration pause = backOff.next();
        if (progress.failed(reason(e))) {
          LOG.warn("The projection waits {} ms: {}", pause.toMillis(), reason(e), e);
        }
        pulse.pause(pause);
      }
    }
  }

  private void round() throws SQLException, InterruptedException {
    progress.began();
    View view = sequencer.stale();
    if (last.isPresent() && isWritten(view, last.get())) {
      progress.ended(last.get());
      return;
    }
    Connection open = connection();
    Outcome outcome = tables.write(open, view, last, Optional.empty());
    if (outcome instanceof Outcome.Ahead ahead) {
      view = ChangeList.await(sequencer.read());
      outcome = tables.write(open, view, last, replaced(view, ahead.found()));
    }
    if (!(outcome instanceof Outcome.Written written)) {
      throw new SQLException("another coordinator writes the tables: " + outcome);
    }
    last = Optional.of(written.position());
    rows.mark(written.rows());
    refused.inc(written.refused());
    progress.ended(written.position());
    changes.drop(view);
  }

  private static boolean isWritten(View view, Position position) {
    Iterator<?> later = view.changesAfter(position.index()).iterator();
    return view.term() == position.term()
        && view.projectedIndex() <= position.index()
        && !later.hasNext();
  }

  /** The view is of a leader that led after the position was read. */
  private static Optional<Position> replaced(View view, Position found) {
    if (!found.isAfter(Position.of(view))) {
      return Optional.empty();
    }
    LOG.warn(
        "The tables are at {}, which this log does not know: another log's rows are replaced",
        found);
    return Optional.of(found);
  }

  private Connection connection() throws SQLException {
    if (connection.isEmpty()) {
      connection = Optional.of(database.connect());
    }
    return connection.get();
  }

  private void disconnect() {
    connection.ifPresent(Projection::abort);
    connection = Optional.empty();
  }

  /** Closes without a word to the server, which may not answer. */
  private static void abort(Connection open) {
    try {
      open.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("A connection was lost before it was closed", e);
    }
  }

  private static String reason(Exception e) {
    return e.getClass().getSimpleName()
        + ": "
        + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
