package io.gaia.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Struggle, or silence: a student who has gone quiet is shown apart. */
public enum EpisodeType {
  STRUGGLE,
  QUIET;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if the name is none of these
   */
  @JsonCreator
  public static EpisodeType byWireName(String name) {
    for (EpisodeType value : values()) {
      if (value.wireName().equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException("no such EpisodeType: " + name);
  }
}
