package io.gaia.schemas.event;

import java.util.Locale;

/** How urgent an alert is, in the database's three words. */
public enum AlertSeverity {
  INFO,
  WARNING,
  CRITICAL;

  public static AlertSeverity of(FrustrationLevel level) {
    return switch (level) {
      case NONE, LOW, MEDIUM -> INFO;
      case HIGH -> WARNING;
      case CRITICAL -> CRITICAL;
    };
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
