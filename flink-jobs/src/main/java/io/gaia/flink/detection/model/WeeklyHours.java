package io.gaia.flink.detection.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A time of the day on days of the week. One that ends before it begins goes on over midnight and
 * belongs to the day it begins on.
 *
 * @param from the first minute of the day
 * @param until the minute of the day in which it is over
 * @param zone as in the time zone database
 * @param days on which it begins; empty: every day
 */
public record WeeklyHours(int from, int until, String zone, List<DayOfWeek> days) {

  private static final int DAY_LETTERS = 3;
  private static final int MINUTE_SECONDS = 60;

  public WeeklyHours {
    days = List.copyOf(days);
  }

  /**
   * As they are written.
   *
   * @param from HH:MM
   * @param until HH:MM
   * @param days mon to sun
   */
  public static WeeklyHours of(String from, String until, String zone, List<String> days) {
    return new WeeklyHours(
        minute(LocalTime.parse(from)),
        minute(LocalTime.parse(until)),
        ZoneId.of(zone).getId(),
        Arrays.stream(DayOfWeek.values()).filter(day -> days.contains(name(day))).toList());
  }

  /**
   * @param at epoch milliseconds
   */
  boolean contains(long at) {
    ZonedDateTime there = Instant.ofEpochMilli(at).atZone(ZoneId.of(zone));
    int minute = minute(there.toLocalTime());
    boolean begun = minute >= from;
    boolean over = minute >= until;
    DayOfWeek today = there.getDayOfWeek();
    if (until >= from) {
      return begun && !over && isOn(today);
    }
    return (begun && isOn(today)) || (!over && isOn(today.minus(1)));
  }

  private boolean isOn(DayOfWeek day) {
    return days.isEmpty() || days.contains(day);
  }

  private static int minute(LocalTime time) {
    return time.toSecondOfDay() / MINUTE_SECONDS;
  }

  private static String name(DayOfWeek day) {
    return day.name().substring(0, DAY_LETTERS).toLowerCase(Locale.ROOT);
  }
}
