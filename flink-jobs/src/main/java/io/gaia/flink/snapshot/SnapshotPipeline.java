package io.gaia.flink.snapshot;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Erasures;
import io.gaia.flink.common.EventClock;
import io.gaia.flink.common.JobEnvironment;
import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.ClassTimetable;
import io.gaia.flink.detection.Timetables;
import io.gaia.schemas.topic.Topic;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From what students do to the minutes of their classes. */
public final class SnapshotPipeline {
  private SnapshotPipeline() {}

  /** Reads from Kafka and writes to it. */
  public static void connect(StreamExecutionEnvironment environment, KafkaEnds ends) {
    DataStream<ClassSignal> events =
        environment
            .fromSource(
                ends.resuming(
                    new SignalDecoder(),
                    List.of(Topic.USABILITY_METRICS, Topic.SATISFACTION_RATINGS)),
                EventClock.strategy(),
                "metrics and ratings")
            .uid("student-events");
    DataStream<ClassSignal> scores =
        environment
            .fromSource(
                ends.fromStart(new SignalDecoder(), List.of(Topic.STUDENT_FRUSTRATION)),
                EventClock.strategy(),
                "latest scores")
            .uid("scores");
    DataStream<StudentClasses> roster =
        environment
            .fromSource(
                ends.fromStart(new StudentClasses.Decoder(), List.of(Topic.ROSTER)),
                EventClock.timeless(),
                "roster")
            .setBufferTimeout(JobEnvironment.AT_ONCE)
            .uid("roster");
    DataStream<ErasureSignal> erasures =
        environment
            .fromSource(
                ends.fromStart(new ErasureDecoder(), List.of(Topic.ERASURES)),
                EventClock.timeless(),
                "erasures")
            .uid("erasures");
    DataStream<ClassTimetable> timetables =
        environment
            .fromSource(
                ends.fromStart(new TimetableDecoder(), List.of(Topic.CLASSROOMS)),
                EventClock.timeless(),
                "timetables")
            .setBufferTimeout(JobEnvironment.AT_ONCE)
            .uid("timetables");
    snapshots(events, scores, roster, timetables, erasures)
        .sinkTo(ends.sink(Topic.CLASSROOM_SNAPSHOTS))
        .uid("snapshots-to-kafka")
        .name("classroom-snapshots");
  }

  /** The same on any streams. */
  static DataStream<Outgoing> snapshots(
      DataStream<ClassSignal> events,
      DataStream<ClassSignal> scores,
      DataStream<StudentClasses> roster,
      DataStream<ClassTimetable> timetables,
      DataStream<ErasureSignal> erasures) {
    DataStream<ClassSignal> inClass =
        StudentNews.ofSignals(readable(events, "readable-events"))
            .union(StudentNews.ofRoster(roster))
            .keyBy(StudentNews::studentId)
            .connect(timetables.broadcast(Timetables.STATE))
            .process(new ClassroomOfStudent())
            .returns(TypeInformation.of(ClassSignal.class))
            .uid("classroom-of-student")
            .name("whose class");
    DataStream<ClassSignal> time =
        EventClock.following(events, TypeInformation.of(ClassSignal.class), "event-time");
    return inClass
        .union(readable(scores, "readable-scores"), time)
        .keyBy(ClassSignal::key, TypeInformation.of(ClassKey.class))
        .connect(remembered(erasures).union(sweeps(roster)).broadcast(Erasures.STATE))
        .process(new ClassroomMinutes())
        .returns(TypeInformation.of(Outgoing.class))
        .uid("classroom-minutes")
        .name("minutes of classes");
  }

  private static DataStream<ErasureSignal> remembered(DataStream<ErasureSignal> erasures) {
    return erasures
        .filter(signal -> !signal.equals(ErasureSignal.NONE))
        .setBufferTimeout(JobEnvironment.AT_ONCE)
        .uid("readable-erasures")
        .name("erasures that can be read");
  }

  /** Who the roster says is gone; what is kept under their id goes. */
  private static DataStream<ErasureSignal> sweeps(DataStream<StudentClasses> roster) {
    return roster
        .filter(StudentClasses::isGone)
        .uid("gone-students")
        .name("gone students")
        .map(entry -> ErasureSignal.sweep(entry.studentId()))
        .returns(TypeInformation.of(ErasureSignal.class))
        .setBufferTimeout(JobEnvironment.AT_ONCE)
        .uid("sweeps")
        .name("sweeps");
  }

  private static DataStream<ClassSignal> readable(DataStream<ClassSignal> signals, String uid) {
    return signals
        .filter(signal -> signal.kind() != ClassSignal.Kind.REJECTED)
        .uid(uid)
        .name("without what the detection job rejects");
  }
}
