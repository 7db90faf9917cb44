package io.gaia.server.classroom;

import static io.gaia.schemas.event.AlertEventType.DETECTED;
import static io.gaia.schemas.event.AlertEventType.ESCALATED;
import static io.gaia.schemas.event.FrustrationLevel.HIGH;
import static io.gaia.schemas.event.FrustrationLevel.MEDIUM;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlertBoardTest {

  private final AlertBoard board = new AlertBoard(Duration.ofHours(24), 100);

  @Test
  void aRevisionThatDetectionWordsAnewAfterARestartIsToldOnce() {
    assertThat(board.apply(Given.detection("a-1", 1, DETECTED, MEDIUM, 10))).isPresent();
    assertThat(board.apply(Given.detection("a-1", 1, DETECTED, MEDIUM, 12))).isEmpty();
    assertThat(board.apply(Given.detection("a-1", 2, ESCALATED, HIGH, 20))).isPresent();
    assertThat(board.apply(Given.detection("a-1", 2, ESCALATED, HIGH, 25))).isEmpty();
  }
}
