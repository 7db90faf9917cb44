package io.gaia.server.classroom;

import io.gaia.schemas.event.QuietHours;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * A time of the day in which alerts come without sound; one that ends before it begins goes on over
 * midnight.
 *
 * @param from such as {@code 22:00}
 * @param until such as {@code 06:30}
 * @param zone such as {@code Europe/Berlin}; UTC when absent
 * @param days on which it begins; every day when absent
 */
record QuietHoursRequest(
    Optional<String> from,
    Optional<String> until,
    Optional<String> zone,
    Optional<List<String>> days) {

  private static final List<String> WEEK = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  /**
   * @param field where it is in the request
   */
  QuietHours toQuietHours(String field) {
    return new QuietHours(
        time(field + ".from", from),
        time(field + ".until", until),
        zone(field + ".zone"),
        days(field + ".days"));
  }

  private static String time(String field, Optional<String> text) {
    try {
      String minutes =
          text.orElseThrow(() -> RuleRequest.invalid(field, "is missing, such as 22:00"));
      return DateTimeFormatter.ofPattern("HH:mm")
          .format(LocalTime.parse(minutes, DateTimeFormatter.ofPattern("HH:mm")));
    } catch (DateTimeException e) {
      throw RuleRequest.invalid(field, "takes a time such as 22:00");
    }
  }

  private String zone(String field) {
    try {
      return zone.map(ZoneId::of).map(ZoneId::getId).orElse("UTC");
    } catch (DateTimeException e) {
      throw RuleRequest.invalid(field, "takes a zone such as Europe/Berlin");
    }
  }

  private List<String> days(String field) {
    List<String> named = days.orElse(List.of());
    if (!WEEK.containsAll(named)) {
      throw RuleRequest.invalid(field, "takes " + String.join(", ", WEEK));
    }
    return named;
  }
}
