package io.gaia.schemas.event;

import java.util.List;
import java.util.Optional;

/**
 * When a class is in session, and with what: of a student's classes it tells the one that an event
 * belongs to. Any of the three may be empty.
 *
 * @param lessonIds lessons that the class works on
 * @param appNames apps that the class works with
 * @param hours in which the class is; with {@code appNames}, it is in session in those apps alone
 */
public record Timetable(List<String> lessonIds, List<String> appNames, List<WeeklyHours> hours) {

  /** Says nothing. */
  public static final Timetable EMPTY = new Timetable(List.of(), List.of(), List.of());

  private static final int MOST_LESSONS = 500;
  private static final int MOST_APPS = 50;
  private static final int MOST_HOURS = 100;
  private static final int MAX_ID_LENGTH = 200;

  public Timetable {
    lessonIds = lessonIds == null ? List.of() : List.copyOf(lessonIds);
    appNames = appNames == null ? List.of() : List.copyOf(appNames);
    hours = hours == null ? List.of() : List.copyOf(hours);
  }

  /** The first field that is not what it takes. */
  public Optional<FieldFault> fault() {
    return FieldFault.inList("lesson_ids", lessonIds, MOST_LESSONS, Timetable::ofId)
        .or(() -> FieldFault.inList("app_names", appNames, MOST_APPS, Timetable::ofId))
        .or(() -> FieldFault.inList("hours", hours, MOST_HOURS, WeeklyHours::fault));
  }

  private static Optional<FieldFault> ofId(String id) {
    return id.isBlank() || id.length() > MAX_ID_LENGTH
        ? Optional.of(new FieldFault("", "takes 1 to " + MAX_ID_LENGTH + " characters"))
        : Optional.empty();
  }
}
