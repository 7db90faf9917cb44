package io.gaia.flink.detection.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassInSessionTest {
  private static final String MONDAY_MORNING = "2026-03-02T08:30:00Z";
  private static final WeeklyHours MONDAY_EIGHT =
      WeeklyHours.of("08:00", "09:00", "UTC", List.of("mon"));
  private static final List<String> ROSTER = List.of("first", "maths", "club");

  private static Timetable lessons(String... ids) {
    return new Timetable(List.of(ids), List.of(), List.of());
  }

  private static Timetable apps(String... names) {
    return new Timetable(List.of(), List.of(names), List.of());
  }

  private static Timetable hours(WeeklyHours... hours) {
    return new Timetable(List.of(), List.of(), List.of(hours));
  }

  private static String choose(
      Map<String, Timetable> timetables, String lesson, String app, String at) {
    return chooseOf(ROSTER, timetables, lesson, app, at);
  }

  private static String chooseOf(
      List<String> classes,
      Map<String, Timetable> timetables,
      String lesson,
      String app,
      String at) {
    try {
      return ClassInSession.choose(
          classes,
          id -> timetables.getOrDefault(id, Timetable.EMPTY),
          lesson,
          app,
          Instant.parse(at).toEpochMilli());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutTimetablesTheRostersFirstCounts() {
    assertThat(choose(Map.of(), "fractions", "quiz", MONDAY_MORNING)).isEqualTo("first");
    assertThat(choose(Map.of(), "", "quiz", MONDAY_MORNING)).isEqualTo("first");
  }

  @Test
  void ofOneClassNoTimetableIsAskedFor() throws Exception {
    assertThat(
            ClassInSession.choose(
                List.of("only"),
                id -> {
                  throw new AssertionError("asked for");
                },
                "fractions",
                "quiz",
                0))
        .isEqualTo("only");
  }

  @Test
  void theLessonCountsMoreThanTheHoursAndTheseMoreThanTheApp() {
    Map<String, Timetable> all =
        Map.of("first", apps("quiz"), "maths", hours(MONDAY_EIGHT), "club", lessons("fractions"));
    assertThat(choose(all, "fractions", "quiz", MONDAY_MORNING)).isEqualTo("club");
    assertThat(choose(all, "decimals", "quiz", MONDAY_MORNING)).isEqualTo("maths");
    assertThat(choose(all, "", "quiz", MONDAY_MORNING)).isEqualTo("maths");
    assertThat(choose(all, "", "quiz", "2026-03-02T09:00:00Z")).as("it is over").isEqualTo("first");
    assertThat(choose(all, "", "quiz", "2026-03-03T08:30:00Z")).as("Tuesday").isEqualTo("first");
  }

  @Test
  void theAppCountsWhenNothingElseDoes() {
    Map<String, Timetable> clubsApp = Map.of("club", apps("chess"));
    assertThat(choose(clubsApp, "", "chess", MONDAY_MORNING)).isEqualTo("club");
    assertThat(choose(clubsApp, "", "quiz", MONDAY_MORNING)).isEqualTo("first");
  }

  @Test
  void aClassWithAppsIsInSessionInTheseAlone() {
    Timetable eightInChess = new Timetable(List.of(), List.of("chess"), List.of(MONDAY_EIGHT));
    Map<String, Timetable> both = Map.of("maths", eightInChess, "club", hours(MONDAY_EIGHT));
    assertThat(choose(both, "", "chess", MONDAY_MORNING)).isEqualTo("maths");
    assertThat(choose(both, "", "quiz", MONDAY_MORNING)).isEqualTo("club");
    assertThat(choose(Map.of("maths", eightInChess), "", "quiz", MONDAY_MORNING))
        .isEqualTo("first");
  }

  @Test
  void whereSeveralClassesNameTheLessonTheNextThingDecidesAndThenTheRoster() {
    Timetable atEight = new Timetable(List.of("fractions"), List.of(), List.of(MONDAY_EIGHT));
    Map<String, Timetable> both = Map.of("maths", lessons("fractions"), "club", atEight);
    assertThat(choose(both, "fractions", "quiz", MONDAY_MORNING)).isEqualTo("club");
    assertThat(choose(both, "fractions", "quiz", "2026-03-02T12:00:00Z")).isEqualTo("maths");
    assertThat(
            chooseOf(List.of("club", "maths"), both, "fractions", "quiz", "2026-03-02T12:00:00Z"))
        .isEqualTo("club");
  }

  @Test
  void hoursFollowTheirZoneAlsoOverTheChangeOfTheClocks() {
    Map<String, Timetable> berlin =
        Map.of("club", hours(WeeklyHours.of("08:00", "09:00", "Europe/Berlin", List.of())));
    assertThat(choose(berlin, "", "quiz", "2026-03-27T07:30:00Z")).isEqualTo("club");
    assertThat(choose(berlin, "", "quiz", "2026-03-30T07:30:00Z")).as("09:30").isEqualTo("first");
    assertThat(choose(berlin, "", "quiz", "2026-03-30T06:30:00Z")).isEqualTo("club");
  }

  @Test
  void hoursOverMidnightBelongToTheDayTheyBeginOn() {
    Map<String, Timetable> night =
        Map.of("club", hours(WeeklyHours.of("22:00", "02:00", "UTC", List.of("mon"))));
    assertThat(choose(night, "", "quiz", "2026-03-03T01:59:59Z")).isEqualTo("club");
    assertThat(choose(night, "", "quiz", "2026-03-03T02:00:00Z")).isEqualTo("first");
    assertThat(choose(night, "", "quiz", "2026-03-02T01:00:00Z")).as("Sunday's").isEqualTo("first");
  }
}
