package io.gaia.server.eventlog;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param maxAge older files go, but for what is still needed
 * @param maxBytes of all files; beyond it the oldest goes, whatever is needed
 */
public record EventLogSettings(Duration maxAge, long maxBytes) {
  private static final long LARGEST_FILE = 16L * 1024 * 1024;
  private static final int FILES = 8;

  /** A file that has grown so large is followed by the next. */
  long fileBytes() {
    return Math.min(LARGEST_FILE, Math.max(1, maxBytes / FILES));
  }

  /** A file that is so old is followed by the next, so that its age says how old its events are. */
  Duration fileAge() {
    return maxAge.dividedBy(FILES);
  }
}
