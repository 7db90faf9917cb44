package io.gaia.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an alert stands. */
public enum AlertState {
  OPEN,
  ACKNOWLEDGED,
  RESOLVED;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if the name is none of these
   */
  @JsonCreator
  public static AlertState byWireName(String name) {
    for (AlertState value : values()) {
      if (value.wireName().equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException("no such AlertState: " + name);
  }
}
