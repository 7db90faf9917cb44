package io.gaia.client.coordination;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;

/** Where a task is in its life. */
public enum TaskStatus {
  PENDING,
  /** Claimed; work has not been said to have begun. */
  ASSIGNED,
  IN_PROGRESS,
  COMPLETED,
  /** A dead letter: no attempts are left. */
  FAILED,
  CANCELLED,
  /** A newer coordinator says something that this client does not know. */
  UNKNOWN;

  /** Whether it has ended, and will not be worked on unless it is replayed. */
  public boolean isFinished() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** As the API writes it, such as {@code in_progress}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static TaskStatus of(String wireName) {
    return Arrays.stream(values())
        .filter(status -> status.wireName().equals(wireName))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
