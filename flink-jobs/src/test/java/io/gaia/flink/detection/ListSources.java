package io.gaia.flink.detection;

import io.gaia.flink.common.RawRecord;
import io.gaia.schemas.event.Erasure;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The pipeline's sources as lists: a recorded class. */
final class ListSources implements DetectionSources {
  private final List<RawRecord> events = new ArrayList<>();
  private final List<RawRecord> roster = new ArrayList<>();
  private final List<RawRecord> erasures = new ArrayList<>();
  private final List<RawRecord> rules = new ArrayList<>();
  private final List<RawRecord> classrooms = new ArrayList<>();

  ListSources event(long at, String json) {
    events.add(record(Topic.USABILITY_METRICS, events.size(), at, "", json));
    return this;
  }

  ListSources roster(String studentId, String json) {
    roster.add(record(Topic.ROSTER, roster.size(), 0, studentId, json));
    return this;
  }

  ListSources erasure(Erasure erasure) {
    String json = new String(EventCodec.toBytes(erasure), StandardCharsets.UTF_8);
    erasures.add(record(Topic.ERASURES, erasures.size(), 0, erasure.studentHash(), json));
    return this;
  }

  ListSources rule(String scope, String json) {
    rules.add(record(Topic.DETECTION_RULES, rules.size(), 0, scope, json));
    return this;
  }

  ListSources classroom(String classroomId, String json) {
    classrooms.add(record(Topic.CLASSROOMS, classrooms.size(), 0, classroomId, json));
    return this;
  }

  private static RawRecord record(Topic topic, int offset, long at, String key, String json) {
    return new RawRecord(
        topic.topicName(),
        0,
        offset,
        at,
        key.getBytes(StandardCharsets.UTF_8),
        json.getBytes(StandardCharsets.UTF_8));
  }

  List<RawRecord> events() {
    return events;
  }

  List<RawRecord> roster() {
    return roster;
  }

  List<RawRecord> rules() {
    return rules;
  }

  List<RawRecord> classrooms() {
    return classrooms;
  }

  @Override
  public DataStream<CheckedEvent> events(StreamExecutionEnvironment environment) {
    return checked(list(environment, events, "events"));
  }

  /** The events as the job reads them, each with a watermark. */
  static DataStream<CheckedEvent> checked(DataStream<RawRecord> records) {
    EventCheck check = new EventCheck();
    return records
        .map(check::decode)
        .returns(TypeInformation.of(CheckedEvent.class))
        .setParallelism(1)
        .uid("check")
        .name("check")
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<CheckedEvent>forGenerator(context -> new EachEvent())
                .withTimestampAssigner((event, time) -> Math.max(0, event.at())))
        .setParallelism(1)
        .uid("watermarks")
        .name("watermarks");
  }

  @Override
  public DataStream<RawRecord> roster(StreamExecutionEnvironment environment) {
    return list(environment, roster, "roster");
  }

  @Override
  public DataStream<RawRecord> erasures(StreamExecutionEnvironment environment) {
    return list(environment, erasures, "erasures");
  }

  @Override
  public DataStream<RawRecord> rules(StreamExecutionEnvironment environment) {
    return list(environment, rules, "detection-rules");
  }

  @Override
  public DataStream<RawRecord> classrooms(StreamExecutionEnvironment environment) {
    return list(environment, classrooms, "classrooms-topic");
  }

  @Override
  public DataStream<RawRecord> interventions(StreamExecutionEnvironment environment) {
    return list(environment, List.of(), "interventions");
  }

  @Override
  public boolean areLive() {
    return false;
  }

  private static DataStream<RawRecord> list(
      StreamExecutionEnvironment environment, List<RawRecord> records, String uid) {
    // a source of nothing fails, so each list ends with a record that goes no further
    List<RawRecord> ended = new ArrayList<>(records);
    ended.add(new RawRecord("end", 0, 0, 0, new byte[0], new byte[0]));
    return environment
        .fromData(ended, TypeInformation.of(RawRecord.class))
        .setParallelism(1)
        .uid(uid)
        .name(uid)
        .filter(record -> !record.topic().equals("end"))
        .setParallelism(1)
        .uid(uid + "-filter")
        .name(uid);
  }

  private static final class EachEvent implements WatermarkGenerator<CheckedEvent> {
    private long newest = Long.MIN_VALUE;

    @Override
    public void onEvent(CheckedEvent event, long timestamp, WatermarkOutput output) {
      newest = Math.max(newest, event.clockAt());
      if (newest != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(newest - 5_001));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // with each event is enough
    }
  }
}
