package io.gaia.server.classroom;

import io.gaia.server.http.Problem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads query parameters, and says what they take. */
final class QueryParameters {

  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1_000;

  private QueryParameters() {}

  static Optional<Instant> time(String name, String value) {
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(value).toInstant());
    } catch (DateTimeParseException e) {
      throw Problem.invalidField(name, name + " takes RFC 3339, such as 2026-01-31T09:30:00Z")
          .exception();
    }
  }

  static Optional<String> text(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }

  static int limit(String value, int defaultLimit, int maxLimit) {
    if (value == null || value.isBlank()) {
      return defaultLimit;
    }
    try {
      int limit = Integer.parseInt(value);
      if (limit >= 1 && limit <= maxLimit) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw Problem.invalidField("limit", "limit takes a whole number from 1 to " + maxLimit)
        .exception();
  }
}
