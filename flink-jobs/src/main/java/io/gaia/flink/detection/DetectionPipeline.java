package io.gaia.flink.detection;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Erasures;
import io.gaia.flink.common.EventClock;
import io.gaia.flink.common.JobEnvironment;
import io.gaia.flink.common.Outgoing;
import io.gaia.flink.common.RawRecord;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.StudentReport;
import io.gaia.schemas.topic.Topic;
import java.io.Serializable;
import java.util.function.Function;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * The whole way from a checked event to an alert. It is the same on Kafka, on a file and on a list:
 * where it reads and writes comes from outside.
 *
 * @param sinks one for each of student-frustration, frustration-events, teacher-alerts and
 *     rejected-events
 */
public record DetectionPipeline(DetectionSources sources, Function<Topic, Sink<Outgoing>> sinks) {

  public void build(StreamExecutionEnvironment environment) {
    DataStream<CheckedEvent> events = sources.events(environment);
    SingleOutputStreamOperator<StudentMessage> split =
        events
            .process(new EventSplitter())
            .returns(MessageForms.STUDENT_MESSAGE)
            // where they are read: a shuffle here would mix up a student's events
            .setParallelism(events.getParallelism())
            .uid("split")
            .name("attempts by item, the rest on");
    SingleOutputStreamOperator<StudentMessage> roster =
        read(sources.roster(environment), new ControlReader.OfRoster(), "read-roster")
            .returns(MessageForms.STUDENT_MESSAGE);
    SingleOutputStreamOperator<StudentMessage> interventions =
        read(
                sources.interventions(environment),
                new ControlReader.OfInterventions(),
                "read-interventions")
            .returns(MessageForms.STUDENT_MESSAGE);
    SingleOutputStreamOperator<ControlMessage> rules =
        read(sources.rules(environment), new ControlReader.OfRules(), "read-rules");

    SingleOutputStreamOperator<ErasureSignal> remembered =
        read(sources.erasures(environment), new ControlReader.OfErasures(), "read-erasures");
    DataStream<ErasureSignal> erased = remembered.union(sweeps(roster));

    DataStream<StudentMessage> others = split;
    DataStream<Observation> attempts = split.getSideOutput(EventSplitter.ATTEMPTS);
    DataStream<StudentMessage> presence = split.getSideOutput(EventSplitter.PRESENCE);
    if (sources.areLive()) {
      DataStream<StudentMessage> clock =
          EventClock.following(events, MessageForms.STUDENT_MESSAGE, "silence");
      others = others.union(clock);
      attempts = attempts.union(silent(clock, MessageForms.OBSERVATION, "silent-attempts"));
      presence = presence.union(clock);
    }

    DataStream<StudentMessage> informed =
        attempts
            .keyBy(ItemOperator::key, Types.STRING)
            .connect(erased.broadcast())
            .transform(
                "how others fare on the item",
                MessageForms.STUDENT_MESSAGE,
                ItemOperator.operator())
            .uid("items");
    DataStream<RawRecord> classrooms = sources.classrooms(environment);
    SingleOutputStreamOperator<ClassTimetable> timetables =
        read(classrooms, new ControlReader.OfTimetables(), "read-timetables");
    DataStream<ControlMessage> control =
        rules
            .union(
                classActivity(presence.union(roster), timetables, erased),
                controlOf(remembered),
                controlOfTimetables(timetables))
            .broadcast();
    SingleOutputStreamOperator<StudentReport> reports =
        others
            .union(informed, roster, interventions)
            .keyBy(StudentMessage::studentId, Types.STRING)
            .connect(control)
            .transform(
                "signals, score, episodes",
                TypeInformation.of(StudentReport.class),
                StudentOperator.operator())
            .uid("students");
    SingleOutputStreamOperator<ClassroomNews> teachers =
        read(classrooms, new ControlReader.OfClassrooms(), "read-classrooms");
    DataStream<Outgoing> alerts =
        reports
            .keyBy(StudentReport::classroomId, Types.STRING)
            .connect(teachers.union(newsOf(erased)).broadcast())
            .transform(
                "alert policy of the class",
                TypeInformation.of(AddressedWord.class),
                ClassroomOperator.operator())
            .setBufferTimeout(JobEnvironment.AT_ONCE)
            .uid("classrooms")
            .keyBy(AddressedWord::teacherId, Types.STRING)
            .connect(rules.broadcast(Rules.STATE))
            .process(new TeacherOperator())
            .uid("teachers")
            .name("what may be loud to the teacher");

    write(alerts, Topic.TEACHER_ALERTS);
    write(reports.getSideOutput(StudentOperator.FRUSTRATION), Topic.STUDENT_FRUSTRATION);
    write(reports.getSideOutput(StudentOperator.EPISODES), Topic.FRUSTRATION_EVENTS);
    write(
        split
            .getSideOutput(EventSplitter.REJECTED)
            .union(
                roster.getSideOutput(ControlReader.REJECTED),
                interventions.getSideOutput(ControlReader.REJECTED),
                rules.getSideOutput(ControlReader.REJECTED),
                remembered.getSideOutput(ControlReader.REJECTED),
                teachers.getSideOutput(ControlReader.REJECTED),
                timetables.getSideOutput(ControlReader.REJECTED)),
        Topic.REJECTED_EVENTS);
  }

  private static DataStream<ControlMessage> classActivity(
      DataStream<StudentMessage> presenceAndRoster,
      DataStream<ClassTimetable> timetables,
      DataStream<ErasureSignal> erased) {
    return presenceAndRoster
        .keyBy(StudentMessage::studentId, Types.STRING)
        .connect(timetables.broadcast(Timetables.STATE))
        .process(new PresenceOperator())
        .uid("presence")
        .name("who is there, in which class")
        .keyBy(Presence::classroomId, Types.STRING)
        .connect(erased.broadcast(Erasures.STATE))
        .process(new ClassActivityOperator())
        .setBufferTimeout(JobEnvironment.AT_ONCE)
        .uid("class-activity")
        .name("is the class active");
  }

  /** Who the roster says is gone; what is kept under their id goes. */
  private static DataStream<ErasureSignal> sweeps(DataStream<StudentMessage> roster) {
    return roster
        .filter(message -> message.form() == StudentMessage.Form.ERASED)
        .setParallelism(1)
        .uid("gone-students")
        .name("gone students")
        .map(message -> ErasureSignal.sweep(message.studentId()))
        .returns(TypeInformation.of(ErasureSignal.class))
        .setParallelism(1)
        .setBufferTimeout(JobEnvironment.AT_ONCE)
        .uid("sweeps")
        .name("sweeps");
  }

  private static DataStream<ControlMessage> controlOf(DataStream<ErasureSignal> remembered) {
    return remembered
        .map(ControlMessage::erasure)
        .returns(TypeInformation.of(ControlMessage.class))
        .setParallelism(1)
        .setBufferTimeout(JobEnvironment.AT_ONCE)
        .uid("erasures-to-students")
        .name("erasures to students");
  }

  private static DataStream<ControlMessage> controlOfTimetables(
      DataStream<ClassTimetable> timetables) {
    return timetables
        .map(ControlMessage::timetable)
        .returns(TypeInformation.of(ControlMessage.class))
        .setParallelism(1)
        .setBufferTimeout(JobEnvironment.AT_ONCE)
        .uid("timetables-to-students")
        .name("timetables to students");
  }

  private static DataStream<ClassroomNews> newsOf(DataStream<ErasureSignal> erased) {
    return erased
        .filter(ErasureSignal::isSweep)
        .setParallelism(1)
        .uid("sweeps-of-classrooms")
        .name("sweeps of classrooms")
        .map(signal -> ClassroomNews.erased(signal.studentId()))
        .returns(TypeInformation.of(ClassroomNews.class))
        .setParallelism(1)
        .setBufferTimeout(JobEnvironment.AT_ONCE)
        .uid("sweeps-to-classrooms")
        .name("sweeps to classrooms");
  }

  private static <T> SingleOutputStreamOperator<T> read(
      DataStream<RawRecord> records, ControlReader<T> reader, String uid) {
    return records
        .process(reader)
        .setParallelism(1)
        .setBufferTimeout(JobEnvironment.AT_ONCE)
        .uid(uid)
        .name(uid.replace('-', ' '));
  }

  private static <T> DataStream<T> silent(
      DataStream<StudentMessage> clock, TypeInformation<T> type, String uid) {
    return clock
        .flatMap(new Nothing<T>())
        .returns(type)
        .setParallelism(1)
        .setBufferTimeout(JobEnvironment.AT_ONCE)
        .uid(uid)
        .name(uid.replace('-', ' '));
  }

  private void write(DataStream<Outgoing> records, Topic topic) {
    records
        .sinkTo(sinks.apply(topic))
        .uid("to-" + topic.topicName())
        .name("to " + topic.topicName());
  }

  /** Only the watermark passes. */
  private static final class Nothing<T>
      implements FlatMapFunction<StudentMessage, T>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public void flatMap(StudentMessage message, Collector<T> out) {
      // the clock has no messages
    }
  }
}
