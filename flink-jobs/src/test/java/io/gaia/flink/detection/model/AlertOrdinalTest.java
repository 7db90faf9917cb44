package io.gaia.flink.detection.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.detection.model.AlertWord.Kind;
import io.gaia.schemas.event.TeacherAlert;
import org.junit.jupiter.api.Test;

class AlertOrdinalTest {

  @Test
  void theEndStandsAboveWhateverWasHeardBefore() {
    int detected = AlertOrdinal.next(0, Kind.DETECTED, Level.LOW);
    int critical = AlertOrdinal.next(detected, Kind.ESCALATED, Level.CRITICAL);
    int end = AlertOrdinal.next(detected, Kind.RESOLVED, Level.LOW);
    assertThat(end).isGreaterThan(critical);
    assertThat(AlertOrdinal.next(critical, Kind.RESOLVED, Level.CRITICAL)).isEqualTo(end);
  }

  @Test
  void anAlertThatIsToldAnewStandsAboveItsEnd() {
    int end = AlertOrdinal.next(2, Kind.RESOLVED, Level.HIGH);
    int anew = AlertOrdinal.next(end, Kind.DETECTED, Level.LOW);
    assertThat(anew).isGreaterThan(end);
    assertThat(AlertOrdinal.next(anew, Kind.RESOLVED, Level.LOW)).isGreaterThan(anew + 3);
  }

  @Test
  void aRoundIsWhatItsReadersTakeItFor() {
    int end = AlertOrdinal.next(2, Kind.RESOLVED, Level.HIGH);
    for (Level level : Level.values()) {
      assertThat(round(AlertOrdinal.next(0, Kind.DETECTED, level))).isZero();
      assertThat(round(AlertOrdinal.next(end, Kind.DETECTED, level))).isEqualTo(1);
    }
    assertThat(round(end)).isZero();
  }

  private static long round(int ordinal) {
    return ordinal * TeacherAlert.DETECTION_REVISION_STEP / TeacherAlert.ROUND;
  }

  @Test
  void savepointsThatCountedTheWordsGoOnUpwards() {
    assertThat(AlertOrdinal.next(7, Kind.RESOLVED, Level.HIGH)).isEqualTo(8);
    assertThat(AlertOrdinal.next(8, Kind.DETECTED, Level.HIGH)).isGreaterThan(8);
  }

  @Test
  void aClassIsWorseWithEachStudentAndItsEndStandsAboveAll() {
    int four = AlertOrdinal.nextOfClass(0, Kind.DETECTED, 4);
    int nine = AlertOrdinal.nextOfClass(four, Kind.ESCALATED, 9);
    assertThat(nine).isEqualTo(AlertOrdinal.nextOfClass(0, Kind.DETECTED, 9));
    assertThat(AlertOrdinal.nextOfClass(four, Kind.RESOLVED, 4))
        .isEqualTo(AlertOrdinal.nextOfClass(nine, Kind.RESOLVED, 9))
        .isGreaterThan(nine);
  }
}
