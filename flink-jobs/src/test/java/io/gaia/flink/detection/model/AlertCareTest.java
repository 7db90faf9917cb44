package io.gaia.flink.detection.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.detection.model.AlertWord.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertCareTest {
  /** A Monday. */
  private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();

  private static final CareSettings QUIET_NOON =
      new CareSettings(8, List.of(WeeklyHours.of("12:00", "13:00", "UTC", List.of())), 0);

  private final CareState teacher = new CareState();

  private static AlertWord word(Kind kind, String classroom, String student, Level level, int at) {
    return new AlertWord(
        kind,
        classroom,
        student,
        "fractions",
        "",
        "q1",
        1,
        NOON,
        1,
        level,
        level.lowerEdge(),
        List.of(),
        NOON,
        NOON + at * 1_000L,
        false,
        List.of(),
        "");
  }

  private boolean isQuiet(CareSettings settings, AlertWord word) {
    return AlertCare.toTeacher(teacher, word, settings).quiet();
  }

  private boolean isQuiet(AlertWord word) {
    return isQuiet(CareSettings.DEFAULT, word);
  }

  @Test
  void allClassesOfATeacherShareTheCap() {
    assertThat(isQuiet(word(Kind.DETECTED, "c-1", "ada", Level.HIGH, 0))).isFalse();
    assertThat(isQuiet(word(Kind.DETECTED, "c-2", "bea", Level.HIGH, 1))).isFalse();
    assertThat(isQuiet(word(Kind.DETECTED, "c-1", "cleo", Level.HIGH, 2))).isTrue();
  }

  @Test
  void whatCameQuietlyIsLoudWhenItGetsCriticalAndTakesTheLastPlace() {
    for (String student : List.of("ada", "bea", "cleo")) {
      AlertCare.toTeacher(
          teacher, word(Kind.DETECTED, "c-1", student, Level.MEDIUM, 0), CareSettings.DEFAULT);
    }
    assertThat(isQuiet(word(Kind.ESCALATED, "c-1", "cleo", Level.HIGH, 1))).isTrue();
    assertThat(isQuiet(word(Kind.ESCALATED, "c-1", "cleo", Level.CRITICAL, 2))).isFalse();
    assertThat(isQuiet(word(Kind.DETECTED, "c-1", "dora", Level.CRITICAL, 3))).isTrue();
    assertThat(isQuiet(word(Kind.ESCALATED, "c-1", "ada", Level.CRITICAL, 4)))
        .as("loud once, loud to its end, and it costs no place")
        .isFalse();
  }

  @Test
  void theAlertOfAWholeClassIsAsUrgentAsACriticalOne() {
    isQuiet(word(Kind.DETECTED, "c-1", "ada", Level.HIGH, 0));
    isQuiet(word(Kind.DETECTED, "c-1", "bea", Level.HIGH, 1));
    assertThat(isQuiet(word(Kind.DETECTED, "c-1", "", Level.HIGH, 2))).isFalse();
  }

  @Test
  void inQuietHoursNothingIsLoudAndNoPlaceIsTaken() {
    assertThat(isQuiet(QUIET_NOON, word(Kind.DETECTED, "c-1", "ada", Level.CRITICAL, 0))).isTrue();
    assertThat(teacher.loud).isEmpty();
    assertThat(isQuiet(QUIET_NOON, word(Kind.DETECTED, "c-1", "bea", Level.HIGH, 3_600))).isFalse();
  }

  @Test
  void aCapOfNothingIsAMute() {
    CareSettings mute = new CareSettings(0, List.of(), 0);
    assertThat(isQuiet(mute, word(Kind.DETECTED, "c-1", "ada", Level.CRITICAL, 0))).isTrue();
  }

  @Test
  void aClassIsMutedUntilAGivenTime() {
    CareSettings muted = new CareSettings(8, List.of(), NOON + 60_000);
    assertThat(isQuiet(muted, word(Kind.DETECTED, "c-1", "ada", Level.CRITICAL, 59))).isTrue();
    assertThat(isQuiet(muted, word(Kind.DETECTED, "c-1", "bea", Level.CRITICAL, 60))).isFalse();
  }

  @Test
  void anAlertThatIsOverIsForgottenAndAnHourLaterEverythingIs() {
    isQuiet(word(Kind.DETECTED, "c-1", "ada", Level.HIGH, 0));
    assertThat(isQuiet(word(Kind.RESOLVED, "c-1", "ada", Level.HIGH, 1))).isFalse();
    assertThat(teacher.quiet).isEmpty();
    isQuiet(word(Kind.RESOLVED, "c-1", "nobody", Level.HIGH, 3_601));
    assertThat(AlertCare.isEmpty(teacher)).isTrue();
  }
}
