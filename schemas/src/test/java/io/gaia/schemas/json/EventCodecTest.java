package io.gaia.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.schemas.event.AlertAction;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertSeverity;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Reason;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.event.Timetable;
import io.gaia.schemas.event.WeeklyHours;
import io.gaia.schemas.topic.Topic;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {

  @ParameterizedTest
  @MethodSource("io.gaia.schemas.json.Golden#all")
  void committedBytesAreReadAndWrittenBackTheSame(Golden golden) {
    Object value = EventCodec.fromBytes(golden.json().getBytes(UTF_8), golden.record());
    assertThat(new String(EventCodec.toBytes(value), UTF_8)).isEqualTo(golden.json());
  }

  @ParameterizedTest
  @MethodSource("io.gaia.schemas.json.Golden#topics")
  void everyTopicHasGoldenBytes(Topic topic) {
    assertThat(Golden.all()).anyMatch(golden -> golden.topic() == topic);
  }

  @Test
  void eachFieldOfAnAlertIsWhereItBelongs() {
    TeacherAlert alert =
        EventCodec.fromBytes(golden("teacher-alerts.full.json"), TeacherAlert.class);
    assertThat(alert)
        .isEqualTo(
            new TeacherAlert(
                AlertEventType.ACKNOWLEDGED,
                "al-1",
                "ep-1",
                AlertKind.STUDENT,
                "c-1",
                Optional.of("s-1"),
                "quiz",
                Optional.of("fractions"),
                Optional.of("fractions 4"),
                FrustrationLevel.HIGH,
                0.7312,
                List.of(
                    new Reason(
                        "failure_streak",
                        "5 wrong answers on 'fractions 4' in 2 minutes",
                        5,
                        0.6123),
                    new Reason("hint_chain", "asked for 3 hints", 3, 0.3877)),
                Instant.parse("2026-01-31T09:30:00Z"),
                Instant.parse("2026-01-31T09:31:00.125Z"),
                AlertState.ACKNOWLEDGED,
                1001,
                true,
                List.of(),
                Optional.of(
                    new AlertAction(
                        "t-1",
                        Instant.parse("2026-01-31T09:31:00.125Z"),
                        Optional.of("talked"),
                        Optional.of("drew a pie"),
                        Optional.of(Instant.parse("2026-01-31T09:40:00Z"))))));
    assertThat(alert.severity()).isEqualTo(AlertSeverity.WARNING);
  }

  @Test
  void aFieldOfALaterVersionIsPassedOver() {
    byte[] later =
        "{\"classroom_id\":\"c\",\"name\":\"5b\",\"teacher_ids\":[],\"floor\":2}".getBytes(UTF_8);
    assertThat(EventCodec.fromBytes(later, Classroom.class))
        .isEqualTo(Classroom.of("c", "5b", List.of(), Optional.empty()));
  }

  @Test
  void aTimetableMayLeaveOutWhatItSaysNothingAbout() {
    byte[] hoursAlone =
        "{\"classroom_id\":\"c\",\"name\":\"5b\",\"teacher_ids\":[],\"timetable\":{\"hours\":[{\"from\":\"08:00\",\"until\":\"09:00\"}]}}"
            .getBytes(UTF_8);
    WeeklyHours eight = new WeeklyHours("08:00", "09:00", "UTC", List.of());
    assertThat(EventCodec.fromBytes(hoursAlone, Classroom.class).timetable())
        .contains(new Timetable(List.of(), List.of(), List.of(eight)));
  }

  @Test
  void whatIsNoRecordIsNamed() {
    assertThatThrownBy(() -> EventCodec.fromBytes("[1]".getBytes(UTF_8), Classroom.class))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("not a Classroom: ");
    assertThatThrownBy(() -> EventCodec.fromBytes("{} {}".getBytes(UTF_8), Classroom.class))
        .isInstanceOf(UncheckedIOException.class);
  }

  private static byte[] golden(String name) {
    return Golden.all().stream()
        .filter(golden -> golden.toString().equals(name))
        .findFirst()
        .orElseThrow()
        .json()
        .getBytes(UTF_8);
  }
}
