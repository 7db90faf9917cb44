package io.gaia.server.coordination;

import io.gaia.core.model.TimeWindow;
import io.gaia.server.http.Problem;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A daily window; one that ends before it starts runs over midnight.
 *
 * @param start such as {@code 09:00}, inside
 * @param end such as {@code 17:30}, outside
 * @param timeZone such as {@code Europe/Berlin}
 */
record TimeWindowJson(Optional<String> start, Optional<String> end, Optional<String> timeZone) {
  private static final int MINUTES_PER_HOUR = 60;

  static TimeWindowJson of(TimeWindow window) {
    return new TimeWindowJson(
        Optional.of(clock(window.startMinute())),
        Optional.of(clock(window.endMinute())),
        Optional.of(window.zone()));
  }

  TimeWindow toWindow(String field) {
    return new TimeWindow(
        minute(field + ".start", start), minute(field + ".end", end), zone(field + ".time_zone"));
  }

  private static String clock(int minute) {
    return LocalTime.of(minute / MINUTES_PER_HOUR, minute % MINUTES_PER_HOUR).toString();
  }

  private static int minute(String field, Optional<String> text) {
    try {
      LocalTime time = LocalTime.parse(Fields.required(field, text));
      return time.getHour() * MINUTES_PER_HOUR + time.getMinute();
    } catch (DateTimeException e) {
      throw Problem.invalidField(field, field + " takes a time such as 09:00").exception();
    }
  }

  private String zone(String field) {
    try {
      return ZoneId.of(Fields.required(field, timeZone)).getId();
    } catch (DateTimeException e) {
      throw Problem.invalidField(field, field + " takes a zone such as Europe/Berlin").exception();
    }
  }
}
