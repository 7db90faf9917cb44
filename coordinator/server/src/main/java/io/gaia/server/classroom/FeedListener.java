package io.gaia.server.classroom;

import java.time.Instant;

/** What hears the topics, from one thread. */
public interface FeedListener {

  /** Reading begins, or begins again from the beginning: forget what was read. */
  void opened(FeedStart start);

  void accept(FeedRecord record);

  /** No more records for the moment. */
  void idle(Instant now);

  /** All that was there when reading began is read. */
  void caughtUp();
}
