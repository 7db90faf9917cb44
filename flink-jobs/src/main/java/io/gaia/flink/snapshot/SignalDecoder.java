package io.gaia.flink.snapshot;

import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.RawRecord;
import io.gaia.flink.snapshot.ClassSignal.Kind;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.MetricType;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.UsabilityMetric;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.json.ReadResult;
import io.gaia.schemas.json.StudentEventReader;
import io.gaia.schemas.topic.Topic;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Reads metrics, ratings and scores as signals. */
final class SignalDecoder implements KafkaEnds.Decoder<ClassSignal> {
  private static final long serialVersionUID = 1;

  @Override
  public ClassSignal decode(RawRecord record) {
    return record.topic().equals(Topic.STUDENT_FRUSTRATION.topicName())
        ? score(record)
        : studentEvent(record);
  }

  private static ClassSignal studentEvent(RawRecord record) {
    ReadResult result =
        StudentEventReader.read(record.value(), Instant.ofEpochMilli(record.timestamp()));
    if (!(result instanceof ReadResult.Accepted accepted)) {
      return ClassSignal.rejected(record.timestamp());
    }
    return accepted.event() instanceof UsabilityMetric metric
        ? metric(metric, record.timestamp())
        : rating((SatisfactionRating) accepted.event(), record.timestamp());
  }

  private static ClassSignal metric(UsabilityMetric metric, long receivedAt) {
    boolean wrongAttempt =
        metric.metricType().equals(MetricType.ATTEMPT.wireName())
            && !metric.correct().orElse(metric.metricValue() >= 1);
    return new ClassSignal(
        Kind.METRIC,
        metric.studentId(),
        metric.appName(),
        metric.classroomId().orElse(""),
        metric.lessonId().orElse(""),
        metric.metricType(),
        wrongAttempt || metric.metricType().equals(MetricType.ERROR.wireName()),
        0,
        false,
        metric.timestamp().toEpochMilli(),
        receivedAt);
  }

  private static ClassSignal rating(SatisfactionRating rating, long receivedAt) {
    return new ClassSignal(
        Kind.RATING,
        rating.studentId(),
        rating.appName(),
        rating.classroomId().orElse(""),
        "",
        "",
        false,
        rating.rating(),
        false,
        rating.timestamp().toEpochMilli(),
        receivedAt);
  }

  private static ClassSignal score(RawRecord record) {
    if (record.isTombstone()) {
      return ClassSignal.rejected(record.timestamp());
    }
    try {
      StudentFrustration score = EventCodec.fromBytes(record.value(), StudentFrustration.class);
      return new ClassSignal(
          Kind.SCORE,
          score.studentId(),
          score.appName(),
          score.classroomId(),
          "",
          "",
          false,
          score.score(),
          score.level().isAtLeast(FrustrationLevel.MEDIUM),
          score.at().toEpochMilli(),
          record.timestamp());
    } catch (RuntimeException e) {
      // not of this version, or a field is missing; only detection writes this topic
      return ClassSignal.rejected(record.timestamp());
    }
  }

  @Override
  public TypeInformation<ClassSignal> type() {
    return TypeInformation.of(ClassSignal.class);
  }
}
