package io.gaia.bench.fanout.server;

import io.gaia.bench.fanout.load.Target;
import java.util.List;

/** Who brings messages to sockets. */
public interface Measured extends AutoCloseable {
  /** So much heap, and the collector of a server. */
  List<String> JVM = List.of("-Xmx1g", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError");

  String name();

  /** What runs, and the settings that matter, in a line. */
  String description();

  Target target();

  @Override
  void close();
}
