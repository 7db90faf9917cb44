package io.gaia.bench.coordination.server;

import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;

/** A server that is measured. */
public interface MeasuredServer extends AutoCloseable {
  Target target(Subject subject);

  /** Its version, and the settings that matter, in a line. */
  String description();

  @Override
  void close();
}
