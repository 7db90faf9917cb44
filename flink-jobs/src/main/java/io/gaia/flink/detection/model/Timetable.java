package io.gaia.flink.detection.model;

import java.util.List;

/**
 * When a class is in session, and with what. It is state: no field is renamed, for savepoints know
 * it by its name.
 *
 * @param lessonIds lessons that the class works on
 * @param appNames apps that the class works with
 * @param hours in which the class is
 */
public record Timetable(List<String> lessonIds, List<String> appNames, List<WeeklyHours> hours) {

  /** Says nothing. */
  public static final Timetable EMPTY = new Timetable(List.of(), List.of(), List.of());

  public Timetable {
    lessonIds = List.copyOf(lessonIds);
    appNames = List.copyOf(appNames);
    hours = List.copyOf(hours);
  }

  boolean isInSession(String appName, long at) {
    return (appNames.isEmpty() || appNames.contains(appName))
        && hours.stream().anyMatch(each -> each.contains(at));
  }
}
