package io.gaia.client.coordination;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;

/** What a session does; the last two no longer live. */
public enum SessionStatus {
  IDLE,
  BUSY,
  /** Keeps its tasks, is offered none. */
  PAUSED,
  /** Ends its tasks, is offered none, and will not come back. */
  DRAINING,
  FAILED,
  OFFLINE,
  /** A newer coordinator says something that this client does not know. */
  UNKNOWN;

  @JsonCreator
  static SessionStatus of(String wireName) {
    return Arrays.stream(values())
        .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(wireName))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
