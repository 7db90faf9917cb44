package io.gaia.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much a student seems to struggle, from the score. The order is from calm to stuck. */
public enum FrustrationLevel {
  NONE,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if the name is no level
   */
  @JsonCreator
  public static FrustrationLevel byWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  public boolean isAtLeast(FrustrationLevel other) {
    return compareTo(other) >= 0;
  }
}
