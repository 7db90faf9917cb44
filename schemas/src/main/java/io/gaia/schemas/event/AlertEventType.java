package io.gaia.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a revision of an alert tells. */
public enum AlertEventType {
  DETECTED("frustration.detected"),
  ESCALATED("frustration.escalated"),
  RESOLVED("frustration.resolved"),
  ACKNOWLEDGED("frustration.acknowledged"),
  SNOOZED("frustration.snoozed"),
  /** A teacher helped. Help without an alert is a record of its own, with state resolved. */
  INTERVENED("intervention.recorded");

  private final String wireName;

  AlertEventType(String wireName) {
    this.wireName = wireName;
  }

  @JsonValue
  public String wireName() {
    return wireName;
  }

  /**
   * @throws IllegalArgumentException if the name is none of these
   */
  @JsonCreator
  public static AlertEventType byWireName(String name) {
    for (AlertEventType type : values()) {
      if (type.wireName.equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no such alert event: " + name);
  }
}
