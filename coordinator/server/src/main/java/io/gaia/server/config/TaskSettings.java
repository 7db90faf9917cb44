package io.gaia.server.config;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Locale;

/**
 * @param maxRetries failures after the first attempt before a task has failed
 * @param maxLost claims that may end without a report before a task has failed
 * @param stallTimeout without progress for this long, a session's task counts as stalled
 * @param priorityAging waiting time that one step of priority is worth
 * @param retention how long a finished task stays in the replicated state
 */
public record TaskSettings(
    @Min(value = 0, message = MAX_COUNT) @Max(value = 1_000, message = MAX_COUNT) int maxRetries,
    @NotNull Duration claimTimeout,
    @NotNull RetryBackoff retryBackoff,
    @NotNull Duration stallTimeout,
    @NotNull Duration priorityAging,
    @Min(value = 0, message = MAX_COUNT) @Max(value = 1_000, message = MAX_COUNT) int maxLost,
    @NotNull Duration retention,
    @NotNull Duration idempotencyRetention,
    @NotNull Duration affinityBonus) {

  private static final String MAX_COUNT = "takes a whole number from 0 to 1000";

  /** How the wait before a retry grows. */
  public enum RetryBackoff {
    EXPONENTIAL,
    FIXED;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
