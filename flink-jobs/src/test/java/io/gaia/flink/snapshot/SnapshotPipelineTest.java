package io.gaia.flink.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.EventClock;
import io.gaia.flink.common.Outgoing;
import io.gaia.flink.common.RawRecord;
import io.gaia.flink.detection.ClassTimetable;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.Timetable;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

/** The whole pipeline on lists instead of topics. */
class SnapshotPipelineTest {

  private static final Instant TEN = Instant.parse("2026-01-31T10:00:00Z");

  @Test
  void fromRecordsToTheMinutesOfTheirClasses() throws Exception {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    environment.setParallelism(2);
    DataStream<ClassSignal> events =
        signals(
            environment,
            metric("s1", 1, ",'classroom_id':'c1'"),
            metric("s2", 2, ",'classroom_id':'c1','correct':false"),
            metric("s3", 3, ""),
            metric("s4", 4, ",'metadata':7"),
            "not JSON");
    DataStream<ClassSignal> scores =
        environment
            .fromData(
                TypeInformation.of(ClassSignal.class), new SignalDecoder().decode(score("s1", 5)))
            .assignTimestampsAndWatermarks(EventClock.strategy());
    DataStream<StudentClasses> roster =
        environment
            .fromData(
                TypeInformation.of(StudentClasses.class),
                new StudentClasses.Decoder()
                    .decode(
                        record(
                            Topic.ROSTER,
                            "s9",
                            EventCodec.toBytes(
                                new RosterEntry("s9", List.of("c8", "c9"), Optional.empty())))))
            .assignTimestampsAndWatermarks(EventClock.timeless());
    DataStream<ClassTimetable> timetables =
        environment
            .fromData(
                TypeInformation.of(ClassTimetable.class),
                new TimetableDecoder()
                    .decode(
                        record(
                            Topic.CLASSROOMS,
                            "c9",
                            EventCodec.toBytes(
                                Classroom.of("c9", "9b", List.of(), Optional.empty())
                                    .with(new Timetable(List.of("poems"), List.of(), List.of()))))),
                new TimetableDecoder().decode(record(Topic.CLASSROOMS, "c8", "[]".getBytes(UTF_8))))
            .assignTimestampsAndWatermarks(EventClock.timeless());

    DataStream<ErasureSignal> erasures =
        environment
            .fromData(TypeInformation.of(ErasureSignal.class), ErasureSignal.NONE)
            .assignTimestampsAndWatermarks(EventClock.timeless());

    Map<String, ClassroomSnapshot> last = new java.util.HashMap<>();
    try (CloseableIterator<Outgoing> out =
        SnapshotPipeline.snapshots(events, scores, roster, timetables, erasures)
            .executeAndCollect()) {
      out.forEachRemaining(
          outgoing -> {
            ClassroomSnapshot snapshot =
                EventCodec.fromBytes(outgoing.value(), ClassroomSnapshot.class);
            assertThat(outgoing.key()).isEqualTo(snapshot.classroomId());
            last.put(outgoing.key(), snapshot);
          });
    }
    assertThat(last.keySet()).containsExactlyInAnyOrder("c1", "unassigned");
    assertThat(last.get("c1"))
        .isEqualTo(
            new ClassroomSnapshot(
                "c1",
                "quiz",
                TEN,
                TEN.plusSeconds(60),
                2,
                2,
                1,
                0.35,
                0.7,
                0.5,
                0.0,
                Optional.empty(),
                last.get("c1").healthScore(),
                Map.of("attempt", 2L)));
    assertThat(last.get("unassigned").studentCount()).isEqualTo(1);
  }

  private static DataStream<ClassSignal> signals(
      StreamExecutionEnvironment environment, String... values) {
    SignalDecoder decoder = new SignalDecoder();
    List<ClassSignal> signals = new ArrayList<>();
    for (String value : values) {
      signals.add(
          decoder.decode(
              record(Topic.USABILITY_METRICS, value.replace('\'', '"').getBytes(UTF_8))));
    }
    return environment
        .fromCollection(signals, TypeInformation.of(ClassSignal.class))
        .assignTimestampsAndWatermarks(EventClock.strategy());
  }

  private static String metric(String student, long second, String more) {
    return "{'student_id':'"
        + student
        + "','app_name':'quiz','session_id':'x','metric_type':'attempt','metric_value':1,"
        + "'timestamp':'"
        + TEN.plusSeconds(second)
        + "'"
        + more
        + "}";
  }

  private static RawRecord score(String student, long second) {
    return record(
        Topic.STUDENT_FRUSTRATION,
        EventCodec.toBytes(
            new StudentFrustration(
                student,
                "quiz",
                "c1",
                Optional.empty(),
                Optional.empty(),
                FrustrationLevel.HIGH,
                0.7,
                List.of(),
                TEN,
                TEN.plusSeconds(second))));
  }

  private static RawRecord record(Topic topic, byte[] value) {
    return record(topic, "", value);
  }

  private static RawRecord record(Topic topic, String key, byte[] value) {
    return new RawRecord(
        topic.topicName(), 0, 0, TEN.plusSeconds(10).toEpochMilli(), key.getBytes(UTF_8), value);
  }
}
