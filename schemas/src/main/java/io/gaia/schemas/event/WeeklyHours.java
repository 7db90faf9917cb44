package io.gaia.schemas.event;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A time of the day on days of the week; one that ends before it begins goes on over midnight and
 * belongs to the day it begins on.
 *
 * @param from the first minute, HH:MM
 * @param until the minute it is over, HH:MM
 * @param zone as in the time zone database; UTC when absent
 * @param days mon to sun, on which it begins; every day when absent
 */
public record WeeklyHours(String from, String until, String zone, List<String> days) {

  /** In order, from Monday on. */
  public static final List<String> WEEK = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

  public WeeklyHours {
    zone = zone == null ? "UTC" : zone;
    days = days == null ? List.of() : List.copyOf(days);
  }

  /** The first field that is not what it takes. */
  public Optional<FieldFault> fault() {
    return ofTime("from", from)
        .or(() -> ofTime("until", until))
        .or(() -> unless(isZone(zone), "zone", "takes a zone such as Europe/Berlin"))
        .or(() -> unless(WEEK.containsAll(days), "days", "takes " + String.join(", ", WEEK)));
  }

  private static Optional<FieldFault> unless(boolean fine, String field, String takes) {
    return fine ? Optional.empty() : Optional.of(new FieldFault(field, takes));
  }

  private static Optional<FieldFault> ofTime(String field, String text) {
    return text == null
        ? Optional.of(new FieldFault(field, "is missing, such as 22:00"))
        : unless(TIME.matcher(text).matches(), field, "takes a time such as 22:00");
  }

  private static boolean isZone(String name) {
    try {
      ZoneId.of(name);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
