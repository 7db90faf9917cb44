package io.gaia.bench.coordination.subject;

import java.io.IOException;
import java.util.List;

/** What is measured of Gaia, by whichever way it is asked. Thread-safe. */
public interface GaiaDoor extends AutoCloseable {

  /** Registers a session under a new name; returns its id. */
  String register(int maxConcurrentTasks) throws IOException;

  void heartbeat(String session) throws IOException;

  void enqueue(List<String> payloads) throws IOException;

  List<Held> claim(String session, int max) throws IOException;

  void complete(String session, List<Held> tasks) throws IOException;

  /** Takes a lock for a minute; returns its fence. */
  long acquire(String key, String session) throws IOException;

  void release(String key, String session, long fence) throws IOException;

  void unregister(String session) throws IOException;

  @Override
  void close();
}
