package io.gaia.server.classroom;

import static io.gaia.schemas.event.AlertEventType.ACKNOWLEDGED;
import static io.gaia.schemas.event.AlertEventType.DETECTED;
import static io.gaia.schemas.event.AlertEventType.ESCALATED;
import static io.gaia.schemas.event.AlertEventType.INTERVENED;
import static io.gaia.schemas.event.AlertEventType.RESOLVED;
import static io.gaia.server.classroom.Given.at;
import static io.gaia.server.classroom.Given.detection;
import static io.gaia.server.classroom.Given.snoozed;
import static io.gaia.server.classroom.Given.teacher;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.schemas.event.AlertAction;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.TeacherAlert;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlertHistoryTest {

  private static final TeacherAlert OPENED =
      detection("a", 1, DETECTED, FrustrationLevel.MEDIUM, 10);
  private static final TeacherAlert WORSE = detection("a", 2, ESCALATED, FrustrationLevel.HIGH, 60);
  private static final TeacherAlert AGAIN = detection("a", 11, DETECTED, FrustrationLevel.HIGH, 90);
  private static final TeacherAlert WORSE_AT_ONCE =
      detection("a", 12, DETECTED, FrustrationLevel.CRITICAL, 95);
  private static final TeacherAlert OVER = detection("a", 13, RESOLVED, FrustrationLevel.NONE, 200);

  private static AlertHistory of(TeacherAlert... revisions) {
    AlertHistory history = AlertHistory.of(revisions[0]);
    for (TeacherAlert revision : revisions) {
      history = history.with(revision);
    }
    return history;
  }

  @Test
  void acknowledgedStaysAcknowledgedWhenDetectionSpeaksAgain() {
    TeacherAlert seen = teacher(WORSE, 1, ACKNOWLEDGED, AlertState.ACKNOWLEDGED, "t-1", 70);
    TeacherAlert now = of(OPENED, WORSE, seen, AGAIN).current(at(100));
    assertThat(now.state()).isEqualTo(AlertState.ACKNOWLEDGED);
    assertThat(now.revision()).isEqualTo(AGAIN.revision());
    assertThat(now.action().map(AlertAction::teacherId)).hasValue("t-1");
  }

  @Test
  void escalationReopensWhatWasAcknowledgedAndKeepsTheAction() {
    TeacherAlert seen = teacher(OPENED, 1, ACKNOWLEDGED, AlertState.ACKNOWLEDGED, "t-1", 30);
    TeacherAlert now = of(OPENED, seen, WORSE).current(at(100));
    assertThat(now.state()).isEqualTo(AlertState.OPEN);
    assertThat(now.level()).isEqualTo(FrustrationLevel.HIGH);
    assertThat(now.action().map(AlertAction::teacherId)).hasValue("t-1");
  }

  @Test
  void escalationReopensWhatATeacherResolvedAndAPlainRevisionDoesNot() {
    TeacherAlert done = teacher(OPENED, 1, RESOLVED, AlertState.RESOLVED, "t-1", 30);
    assertThat(of(OPENED, done, WORSE).state(at(100))).isEqualTo(AlertState.OPEN);

    TeacherAlert doneLater = teacher(WORSE, 1, RESOLVED, AlertState.RESOLVED, "t-1", 70);
    assertThat(of(OPENED, WORSE, doneLater, AGAIN).state(at(100))).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void whatIsDetectedAgainInOneRoundIsAnEscalation() {
    TeacherAlert seen = teacher(AGAIN, 1, ACKNOWLEDGED, AlertState.ACKNOWLEDGED, "t-1", 92);
    AlertHistory history = of(OPENED, WORSE, AGAIN, seen, WORSE_AT_ONCE);
    assertThat(history.state(at(100))).isEqualTo(AlertState.OPEN);
    assertThat(history.current(at(100)).type()).isEqualTo(ESCALATED);
    assertThat(history.toldAs(WORSE_AT_ONCE).type()).isEqualTo(ESCALATED);
    assertThat(of(OPENED, WORSE, AGAIN).current(at(100)).type()).isEqualTo(DETECTED);
    TeacherAlert nextRound = detection("a", 17, DETECTED, FrustrationLevel.MEDIUM, 98);
    assertThat(history.with(nextRound).state(at(100))).isEqualTo(AlertState.OPEN);
    assertThat(of(OPENED, WORSE, AGAIN, seen, nextRound).state(at(100)))
        .isEqualTo(AlertState.ACKNOWLEDGED);
  }

  @Test
  void resolvedByDetectionIsResolvedWhateverTeachersDo() {
    TeacherAlert helped = teacher(OVER, 1, INTERVENED, AlertState.ACKNOWLEDGED, "t-1", 210);
    assertThat(of(OPENED, OVER, helped).state(at(300))).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void snoozedIsOpenAgainWhenItsTimeIsOver() {
    AlertHistory history = of(OPENED, snoozed(OPENED, 1, "t-1", 30, 90));
    assertThat(history.state(at(89))).isEqualTo(AlertState.ACKNOWLEDGED);
    assertThat(history.state(at(90))).isEqualTo(AlertState.OPEN);
  }

  @Test
  void twoTeachersAtOnceOnTwoNodesAgreeOnTheStateFurtherOn() {
    TeacherAlert seen = teacher(OPENED, 1, ACKNOWLEDGED, AlertState.ACKNOWLEDGED, "t-2", 31);
    TeacherAlert done = teacher(OPENED, 1, RESOLVED, AlertState.RESOLVED, "t-1", 30);
    assertThat(of(OPENED, seen, done)).isEqualTo(of(OPENED, done, seen));
    assertThat(of(OPENED, seen, done).state(at(40))).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void anyOrderAndRepetitionOfTheSameRevisionsGivesTheSameHistory() {
    List<TeacherAlert> revisions =
        List.of(
            OPENED,
            WORSE,
            AGAIN,
            WORSE_AT_ONCE,
            OVER,
            teacher(OPENED, 1, ACKNOWLEDGED, AlertState.ACKNOWLEDGED, "t-1", 30),
            teacher(OPENED, 1, RESOLVED, AlertState.RESOLVED, "t-2", 30),
            snoozed(OPENED, 2, "t-1", 40, 80),
            teacher(WORSE, 1, INTERVENED, AlertState.ACKNOWLEDGED, "t-1", 70),
            teacher(WORSE, 1, INTERVENED, AlertState.ACKNOWLEDGED, "t-3", 70),
            teacher(AGAIN, 1, RESOLVED, AlertState.RESOLVED, "t-1", 95));
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<TeacherAlert> chosen = new ArrayList<>(revisions);
      Collections.shuffle(chosen, random);
      List<TeacherAlert> some = chosen.subList(0, 1 + random.nextInt(chosen.size()));
      AlertHistory inOrder = of(some.toArray(TeacherAlert[]::new));

      List<TeacherAlert> shuffled = new ArrayList<>(some);
      shuffled.addAll(some.subList(0, random.nextInt(some.size() + 1)));
      Collections.shuffle(shuffled, random);
      AlertHistory other = of(shuffled.toArray(TeacherAlert[]::new));
      assertThat(other).as("seed %d", seed).isEqualTo(inOrder);
      assertThat(other.current(at(100))).as("seed %d", seed).isEqualTo(inOrder.current(at(100)));
    }
  }
}
