package io.gaia.flink.writer;

import io.gaia.flink.common.RawRecord;
import io.gaia.schemas.event.AlertAction;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.EpisodeType;
import io.gaia.schemas.event.FrustrationEpisode;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Records as Kafka would hand them over. Times are seconds after ten o'clock. */
final class Records {
  static final Instant TEN = Instant.parse("2026-01-31T10:00:00Z");
  private static final AtomicLong NEXT_OFFSET = new AtomicLong();

  private Records() {}

  static Instant at(long seconds) {
    return TEN.plusSeconds(seconds);
  }

  static RawRecord json(Topic topic, String value) {
    return record(topic, "", value.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static RawRecord of(Topic topic, Object event) {
    return record(topic, "", EventCodec.toBytes(event));
  }

  static RawRecord tombstone(Topic topic, String key) {
    return record(topic, key, new byte[0]);
  }

  private static RawRecord record(Topic topic, String key, byte[] value) {
    return new RawRecord(
        topic.topicName(),
        0,
        NEXT_OFFSET.getAndIncrement(),
        at(60).toEpochMilli(),
        key.getBytes(StandardCharsets.UTF_8),
        value);
  }

  static RawRecord metric(String eventId, String moreFields) {
    return json(
        Topic.USABILITY_METRICS,
        "{'event_id':'"
            + eventId
            + "','student_id':'s1','app_name':'quiz','session_id':'x','metric_type':'error',"
            + "'metric_value':1,'timestamp':'"
            + TEN
            + "'"
            + moreFields
            + "}");
  }

  static FrustrationEpisode episode(
      FrustrationLevel severity, long detectedAt, Optional<Instant> resolvedAt, long revision) {
    return new FrustrationEpisode(
        "ep-1",
        "s1",
        "quiz",
        "c1",
        EpisodeType.STRUGGLE,
        severity,
        0.7,
        Optional.empty(),
        Optional.of("i1"),
        List.of(),
        at(detectedAt),
        resolvedAt,
        revision);
  }

  static TeacherAlert alert(
      AlertEventType type, AlertState state, long revision, Optional<AlertAction> action) {
    return new TeacherAlert(
        type,
        "al-1",
        "ep-1",
        AlertKind.STUDENT,
        "c1",
        Optional.of("s1"),
        "quiz",
        Optional.empty(),
        Optional.of("i1"),
        FrustrationLevel.HIGH,
        0.7,
        List.of(),
        at(0),
        at(revision / 1000),
        state,
        revision,
        false,
        List.of(),
        action);
  }

  static TeacherAlert classAlert(long revision, Optional<AlertAction> action) {
    return new TeacherAlert(
        AlertEventType.DETECTED,
        "al-class",
        "ep-class",
        AlertKind.CLASS,
        "c1",
        Optional.empty(),
        "quiz",
        Optional.empty(),
        Optional.of("i1"),
        FrustrationLevel.CRITICAL,
        0.9,
        List.of(),
        at(0),
        at(0),
        AlertState.OPEN,
        revision,
        false,
        List.of("s1", "s2"),
        action);
  }

  static Optional<AlertAction> action(String teacher, long at, String note) {
    return Optional.of(
        new AlertAction(teacher, at(at), Optional.empty(), Optional.of(note), Optional.empty()));
  }
}
