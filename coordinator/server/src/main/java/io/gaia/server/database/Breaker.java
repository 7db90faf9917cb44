package io.gaia.server.database;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.ProblemException;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses requests at once while the database is there but does not keep up: when of the reads of
 * the last half minute, five or more, at least half failed or were slow. After a pause it lets
 * three through, and closes when they come back well. Thread-safe.
 */
public final class Breaker {

  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

  private static final int JUDGED_SECONDS = 30;
  private static final int FEWEST_JUDGED = 5;
  private static final float TOO_MANY_PERCENT = 50;
  private static final int TRIALS = 3;

  private final Duration slowAfter;
  private final Duration pause;
  private final InstantSource time;
  private final CircuitBreaker breaker;
  private final Timer reads;
  private final Counter refused;
  private final Counter opened;
  private volatile DependencyState state;

  /**
   * @param slowAfter a read that takes longer is slow
   * @param pause how long requests are refused before some try again
   */
  public Breaker(Duration slowAfter, Duration pause, MetricRegistry metrics, InstantSource time) {
    this.slowAfter = slowAfter;
    this.pause = pause;
    this.time = time;
    breaker =
        CircuitBreaker.of(
            "database",
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(JUDGED_SECONDS)
                .minimumNumberOfCalls(FEWEST_JUDGED)
                .failureRateThreshold(TOO_MANY_PERCENT)
                .slowCallRateThreshold(TOO_MANY_PERCENT)
                .slowCallDurationThreshold(slowAfter)
                .waitDurationInOpenState(pause)
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .recordException(Breaker::isNoAnswer)
                .build());
    breaker.getEventPublisher().onStateTransition(this::become);
    state = new DependencyState(Condition.UP, "The database keeps up", time.instant());
    reads = metrics.timer("gaia.database.reads");
    refused = metrics.counter("gaia.database.breaker.refused");
    opened = metrics.counter("gaia.database.breaker.opened");
    metrics.gauge("gaia.database.breaker.open", () -> (Gauge<Integer>) () -> isClosed() ? 0 : 1);
  }

  /** Work on the database, with a connection of the pool. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws SQLException;
  }

  /**
   * A read that should be quick.
   *
   * @throws ProblemException 503 unavailable while requests are refused
   */
  <T> T quick(Call<T> call) throws SQLException {
    return run(call, nanos -> nanos);
  }

  /**
   * Work that may take its time: only its failure tells something.
   *
   * @throws ProblemException 503 unavailable while requests are refused
   */
  <T> T lengthy(Call<T> call) throws SQLException {
    return run(call, nanos -> 0);
  }

  private <T> T run(Call<T> call, LongUnaryOperator judged) throws SQLException {
    if (!breaker.tryAcquirePermission()) {
      refused.inc();
      throw refusal();
    }
    long began = System.nanoTime();
    try {
      T answer = call.run();
      breaker.onSuccess(judged.applyAsLong(System.nanoTime() - began), TimeUnit.NANOSECONDS);
      return answer;
    } catch (SQLException | RuntimeException e) {
      breaker.onError(judged.applyAsLong(System.nanoTime() - began), TimeUnit.NANOSECONDS, e);
      throw e;
    } finally {
      reads.update(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }
  }

  /** Requests need not come for it to close: while it is not closed, this is one of the trials. */
  public void probe(DataSource pool) {
    if (isClosed() || refuses()) {
      return;
    }
    try {
      boolean answered =
          quick(
              () -> {
                try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                  return statement.execute(DatabaseLink.SIGN_OF_LIFE);
                }
              });
      LOG.debug("The database answered: {}", answered);
    } catch (SQLException | ProblemException e) {
      LOG.debug("Requests stay refused: {}", e.getMessage());
    }
  }

  private boolean isClosed() {
    return breaker.getState() == State.CLOSED;
  }

  /** Whether the next request may have to do without an answer. */
  boolean refuses() {
    return breaker.getState() == State.OPEN && time.instant().isBefore(state.since().plus(pause));
  }

  /** Degraded while requests are refused or tried. */
  public DependencyState state() {
    return state;
  }

  /**
   * Not what is wrong with the statement or its values: one bad question must not silence all
   * others.
   */
  private static boolean isNoAnswer(Throwable failure) {
    if (!(failure instanceof SQLException e)) {
      return false;
    }
    String sqlState = e.getSQLState();
    // the pool's own refusal has none
    return sqlState == null
        || sqlState.startsWith("08") // connection
        || sqlState.startsWith("53") // resources
        || sqlState.startsWith("55P") // locks
        || sqlState.startsWith("57") // cancelled, shut down
        || sqlState.startsWith("58") // its own disk
        || sqlState.startsWith("XX");
  }

  private ProblemException refusal() {
    Duration left = Duration.between(time.instant(), state.since().plus(pause));
    return Problem.of(
            ProblemCode.UNAVAILABLE,
            "The database does not keep up; requests to it are tried again in a moment")
        .after(left)
        .exception();
  }

  private void become(CircuitBreakerOnStateTransitionEvent event) {
    State now = event.getStateTransition().getToState();
    CircuitBreaker.Metrics counts = breaker.getMetrics();
    switch (now) {
      case CLOSED -> {
        state = new DependencyState(Condition.UP, "The database keeps up", time.instant());
        LOG.info("{}; requests are served again", state.detail());
      }
      case HALF_OPEN ->
          state =
              new DependencyState(
                  Condition.DOWN, "A few reads try whether the database keeps up", time.instant());
      default -> {
        opened.inc();
        state =
            new DependencyState(
                Condition.DOWN,
                "Requests are refused: of %d reads %d failed, and %d took longer than %s"
                    .formatted(
                        counts.getNumberOfBufferedCalls(),
                        counts.getNumberOfFailedCalls(),
                        counts.getNumberOfSlowCalls(),
                        words(slowAfter)),
                time.instant());
        LOG.warn("{}; tried again after {}", state.detail(), words(pause));
      }
    }
  }

  private static String words(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
