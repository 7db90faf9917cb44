package io.gaia.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** One student, or a class that is stuck on one item. */
public enum AlertKind {
  STUDENT,
  CLASS;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if the name is none of these
   */
  @JsonCreator
  public static AlertKind byWireName(String name) {
    for (AlertKind value : values()) {
      if (value.wireName().equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException("no such AlertKind: " + name);
  }
}
