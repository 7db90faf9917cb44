package io.gaia.flink.writer;

import io.gaia.flink.common.RawRecord;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.FrustrationEpisode;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.event.UsabilityMetric;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.json.ReadResult;
import io.gaia.schemas.json.StudentEventReader;
import io.gaia.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns a record of a topic into rows. Pure. */
final class RowReader {

  /** What an app sent wrongly: the detection job reports it. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /** What stands in one of Gaia's own topics and is none of its records. */
  static final class Foreign extends Exception {
    private static final long serialVersionUID = 1;

    Foreign(String message) {
      super(message);
    }
  }

  private RowReader() {}

  static List<Row> rows(RawRecord record) throws Malformed, Foreign {
    Optional<Topic> topic = Topic.byName(record.topic());
    if (topic.isEmpty()) {
      throw new Foreign("no topic of Gaia");
    }
    try {
      return record.isTombstone() ? gone(topic.get(), record) : rows(topic.get(), record);
    } catch (RuntimeException e) {
      // a record without a field has null for it, which no binding can take
      throw new Foreign("no record of " + record.topic() + ": " + e.getMessage());
    }
  }

  private static List<Row> rows(Topic topic, RawRecord record) throws Malformed {
    return switch (topic) {
      case USABILITY_METRICS, SATISFACTION_RATINGS -> List.of(studentEvent(record));
      case FRUSTRATION_EVENTS ->
          List.of(AlertRows.episode(read(record, FrustrationEpisode.class), json(record)));
      case TEACHER_ALERTS -> AlertRows.alert(read(record, TeacherAlert.class), json(record));
      case CLASSROOM_SNAPSHOTS ->
          List.of(ClassRows.snapshot(read(record, ClassroomSnapshot.class), json(record)));
      case INTERVENTIONS -> List.of(ClassRows.intervention(read(record, Intervention.class)));
      case CLASSROOMS -> ClassRows.classroom(read(record, Classroom.class));
      case ROSTER -> List.of(ClassRows.enrollments(read(record, RosterEntry.class)));
      case DETECTION_RULES, STUDENT_FRUSTRATION, ERASURES, COORDINATION_EVENTS, REJECTED_EVENTS ->
          List.of();
    };
  }

  private static List<Row> gone(Topic topic, RawRecord record) throws Malformed {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    return switch (topic) {
      case CLASSROOMS -> List.of(ClassRows.classroomGone(key));
      case ROSTER -> List.of(ClassRows.studentGone(key));
      case USABILITY_METRICS, SATISFACTION_RATINGS -> throw new Malformed("no value");
      case FRUSTRATION_EVENTS,
          TEACHER_ALERTS,
          CLASSROOM_SNAPSHOTS,
          INTERVENTIONS,
          DETECTION_RULES,
          STUDENT_FRUSTRATION,
          ERASURES,
          COORDINATION_EVENTS,
          REJECTED_EVENTS ->
          List.of();
    };
  }

  private static Row studentEvent(RawRecord record) throws Malformed {
    ReadResult result =
        StudentEventReader.read(record.value(), Instant.ofEpochMilli(record.timestamp()));
    if (!(result instanceof ReadResult.Accepted accepted)) {
      throw new Malformed("malformed event at " + record.position());
    }
    return accepted.event() instanceof UsabilityMetric metric
        ? StudentRows.metric(metric)
        : StudentRows.rating((SatisfactionRating) accepted.event());
  }

  private static <T> T read(RawRecord record, Class<T> type) {
    return EventCodec.fromBytes(record.value(), type);
  }

  private static String json(RawRecord record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }
}
