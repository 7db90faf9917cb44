package io.gaia.flink.detection.model;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;

/**
 * A time of the day in which alerts come without sound. One that ends before it begins goes on over
 * midnight and belongs to the day it begins on.
 *
 * @param from the first minute, HH:MM
 * @param until the minute it is over, HH:MM
 * @param zone as in the time zone database
 * @param days mon to sun; empty: every day
 */
public record QuietHours(String from, String until, String zone, List<String> days) {

  private static final int DAY_LETTERS = 3;

  /**
   * @throws IllegalArgumentException if a field is not what it takes, with its name
   */
  public static QuietHours checked(String from, String until, String zone, List<String> days) {
    time("from", from);
    time("until", until);
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("quiet_hours.zone takes a zone such as Europe/Berlin", e);
    }
    for (String day : days) {
      if (List.of(DayOfWeek.values()).stream().noneMatch(each -> name(each).equals(day))) {
        throw new IllegalArgumentException(
            "quiet_hours.days takes mon, tue, wed, thu, fri, sat or sun");
      }
    }
    return new QuietHours(from, until, zone, List.copyOf(days));
  }

  private static void time(String field, String text) {
    try {
      LocalTime.parse(text);
    } catch (DateTimeException | NullPointerException e) {
      throw new IllegalArgumentException("quiet_hours." + field + " takes HH:MM", e);
    }
  }

  /**
   * @param at epoch milliseconds
   */
  boolean contains(long at) {
    ZonedDateTime there = Instant.ofEpochMilli(at).atZone(ZoneId.of(zone));
    LocalTime time = there.toLocalTime();
    boolean begun = !time.isBefore(LocalTime.parse(from));
    boolean over = !time.isBefore(LocalTime.parse(until));
    boolean overMidnight = LocalTime.parse(until).isBefore(LocalTime.parse(from));
    if (!overMidnight) {
      return begun && !over && isOn(there.getDayOfWeek());
    }
    return (begun && isOn(there.getDayOfWeek())) || (!over && isOn(there.getDayOfWeek().minus(1)));
  }

  private boolean isOn(DayOfWeek day) {
    return days.isEmpty() || days.contains(name(day));
  }

  private static String name(DayOfWeek day) {
    return day.name().substring(0, DAY_LETTERS).toLowerCase(Locale.ROOT);
  }
}
