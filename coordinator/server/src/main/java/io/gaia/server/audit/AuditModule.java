package io.gaia.server.audit;

import io.dropwizard.core.setup.Environment;
import io.gaia.server.config.AuditSettings;
import io.gaia.server.database.Database;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Puts the audit log into the service. */
public final class AuditModule {

  private AuditModule() {}

  /**
   * Takes down what is answered from now on.
   *
   * @param studentsByClassroom whom an answer names
   */
  public static AuditLog install(
      Environment environment,
      AuditSettings settings,
      Optional<Database> database,
      Function<Object, Map<String, Set<String>>> studentsByClassroom,
      InstantSource time) {
    Optional<AuditTable> table = database.map(AuditTable::new);
    AuditLog log = new AuditLog(table, settings.retention(), environment.metrics(), time);
    environment.lifecycle().manage(log);
    environment.jersey().register(new AuditFilter(log, studentsByClassroom));
    environment.jersey().register(new AuditResource(table));
    return log;
  }
}
