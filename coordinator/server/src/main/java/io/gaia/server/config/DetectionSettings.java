package io.gaia.server.config;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.validation.constraints.NotNull;
import java.util.Locale;

/**
 * @param threshold the level from which a teacher is alerted; rule {@code global} starts with it
 */
public record DetectionSettings(@NotNull Threshold threshold) {

  public enum Threshold {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
