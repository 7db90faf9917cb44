package io.gaia.bench.fanout.load;

import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Reason;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One alert with a number in it, which is found again in the frame that carries it. */
final class Message {
  /** The class whose alerts are measured. */
  static final String CLASSROOM = "bench";

  /** Stands around the number, and nowhere else in a frame. */
  private static final char MARK = '#';

  private static final String FRAME =
      "{\"type\":\"event\",\"channel\":\"classroom:%s\",\"cursor\":\"%s.%d.%d.%d.%d\",\"event\":%s}";
  private static final String STREAM_ID = "AAAAAAAAAAAAAAAAAAAAAA";

  private Message() {}

  /**
   * The record that goes into the topic.
   *
   * @param run the same alert is told once: each run has its own
   */
  static byte[] alert(String run, long number, Instant now) {
    String id = run + "-" + number;
    return EventCodec.toBytes(
        new TeacherAlert(
            AlertEventType.DETECTED,
            id,
            "episode-" + id,
            AlertKind.STUDENT,
            CLASSROOM,
            Optional.of("student-" + number % 30),
            "quiz",
            Optional.of("fractions"),
            Optional.of("fractions-4"),
            FrustrationLevel.HIGH,
            0.725,
            List.of(
                new Reason("error_burst", MARK + "" + number + MARK + " errors in a minute", 4, 1)),
            now,
            now,
            AlertState.OPEN,
            TeacherAlert.DETECTION_REVISION_STEP,
            false,
            List.of(),
            Optional.empty()));
  }

  /** The frame with that record as Gaia sends it, for a peer that makes no frames of its own. */
  static byte[] frame(byte[] alert, long number) {
    String event = new String(alert, StandardCharsets.UTF_8);
    return FRAME
        .formatted(CLASSROOM, STREAM_ID, number, number, number, number, event)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The number in a frame; -1 when it carries no message. */
  static int numberIn(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != MARK) {
      at++;
    }
    if (at >= to) {
      return -1;
    }
    int number = 0;
    for (at++; bytes[at] != MARK; at++) {
      number = number * 10 + bytes[at] - '0';
    }
    return number;
  }
}
