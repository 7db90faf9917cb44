package io.gaia.server.testkit;

import com.codahale.metrics.MetricRegistry;
import io.gaia.server.database.Breaker;
import io.gaia.server.database.Database;
import io.gaia.server.database.Database.Connector;
import io.gaia.server.ops.DependencyState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Databases whose state is told by the test, behind a breaker as it is shipped. */
public final class Databases {

  private Databases() {}

  public static Database of(
      DataSource pool, Connector connector, Supplier<DependencyState> postgres) {
    Breaker breaker =
        new Breaker(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            new MetricRegistry(),
            InstantSource.system());
    return new Database(pool, connector, postgres, breaker);
  }
}
