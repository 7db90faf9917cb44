package io.gaia.flink.detection;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Outgoing;
import io.gaia.flink.common.RawRecord;
import io.gaia.flink.common.Rejection;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.QuietHours;
import io.gaia.flink.detection.model.Signal;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.DetectionRules;
import io.gaia.schemas.event.Erasure;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.RejectedEvent;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.event.SignalName;
import io.gaia.schemas.event.WeeklyHours;
import io.gaia.schemas.json.EventCodec;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads what the coordinator writes; what cannot be read is rejected like any event. */
abstract class ControlReader<T> extends ProcessFunction<RawRecord, T> {
  private static final long serialVersionUID = 1;

  static final OutputTag<Outgoing> REJECTED =
      new OutputTag<>("rejected", TypeInformation.of(Outgoing.class));

  /**
   * @throws UncheckedIOException if the value is not what the topic takes
   * @throws IllegalArgumentException if a field is not, with the reason
   */
  abstract Optional<T> read(String key, RawRecord record);

  @Override
  public void processElement(RawRecord record, Context context, Collector<T> out) {
    try {
      read(new String(record.key(), StandardCharsets.UTF_8), record).ifPresent(out::collect);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      RejectedEvent rejected = Rejection.of(record, e.getMessage(), Optional.empty());
      context.output(REJECTED, Outgoing.of(rejected.id(), rejected));
    }
  }

  static final class OfRoster extends ControlReader<StudentMessage> {
    private static final long serialVersionUID = 1;

    @Override
    Optional<StudentMessage> read(String key, RawRecord record) {
      if (record.isTombstone()) {
        return Optional.of(StudentMessage.erased(key));
      }
      RosterEntry entry = EventCodec.fromBytes(record.value(), RosterEntry.class);
      if (entry.studentId() == null || entry.classroomIds() == null) {
        throw new IllegalArgumentException("a roster entry needs student_id and classroom_ids");
      }
      return Optional.of(
          StudentMessage.roster(
              entry.studentId(),
              entry.classroomIds(),
              entry.schoolId() == null ? "" : entry.schoolId().orElse("")));
    }
  }

  static final class OfRules extends ControlReader<ControlMessage> {
    private static final long serialVersionUID = 1;

    @Override
    Optional<ControlMessage> read(String key, RawRecord record) {
      if (record.isTombstone()) {
        return Optional.of(ControlMessage.noRule(key));
      }
      DetectionRules rules = EventCodec.fromBytes(record.value(), DetectionRules.class);
      if (rules.scope() == null || rules.scope().isBlank()) {
        throw new IllegalArgumentException("scope is missing");
      }
      RuleState rule = new RuleState();
      rule.threshold =
          rules.threshold() == null ? "" : rules.threshold().map(Enum::name).orElse("");
      if (rule.threshold.equals(Level.NONE.name())) {
        throw new IllegalArgumentException("threshold takes low, medium, high or critical");
      }
      if (rules.weights() != null) {
        rules.weights().forEach(OfRules::check);
        rule.weights.putAll(rules.weights());
      }
      if (rules.windows() != null && rules.windows().isPresent()) {
        rules
            .windows()
            .get()
            .forEach(
                (name, seconds) -> check("windows", name, signal -> signal.refusesWindow(seconds)));
        rule.windows.putAll(rules.windows().get());
      }
      if (rules.ramps() != null && rules.ramps().isPresent()) {
        rules
            .ramps()
            .get()
            .forEach(
                (name, ramp) -> {
                  check("ramps", name, signal -> signal.refusesRamp(ramp));
                  rule.watches.put(name, ramp.watch());
                  rule.acts.put(name, ramp.act());
                });
      }
      rule.loudPerHour = loudPerHour(rules).orElse(null);
      rule.quietHours = quietHours(rules).orElse(null);
      rule.mutedUntil = mutedUntil(rules).orElse(null);
      return Optional.of(ControlMessage.rule(rules.scope(), rule));
    }

    private static Optional<Integer> loudPerHour(DetectionRules rules) {
      Optional<Integer> most = rules.loudPerHour() == null ? Optional.empty() : rules.loudPerHour();
      if (most.isPresent() && (most.get() < 0 || most.get() > DetectionRules.LOUD_PER_HOUR_MOST)) {
        throw new IllegalArgumentException(
            "loud_per_hour takes 0 to " + DetectionRules.LOUD_PER_HOUR_MOST);
      }
      return most;
    }

    private static Optional<List<QuietHours>> quietHours(DetectionRules rules) {
      if (rules.quietHours() == null) {
        return Optional.empty();
      }
      return rules.quietHours().map(all -> all.stream().map(OfRules::checked).toList());
    }

    private static QuietHours checked(WeeklyHours hours) {
      hours
          .fault()
          .ifPresent(
              fault -> {
                throw new IllegalArgumentException(fault.in("quiet_hours").toString());
              });
      return new QuietHours(hours.from(), hours.until(), hours.zone(), hours.days());
    }

    private static Optional<Long> mutedUntil(DetectionRules rules) {
      return rules.mutedUntil() == null
          ? Optional.empty()
          : rules.mutedUntil().map(Instant::toEpochMilli);
    }

    /**
     * @param refuses what is wrong with the value that the rule gives the signal
     */
    private static void check(
        String what, String name, Function<SignalName, Optional<String>> refuses) {
      SignalName.byWireName(name)
          .map(refuses)
          .orElse(Optional.of("is no signal"))
          .ifPresent(
              why -> {
                throw new IllegalArgumentException(what + "." + name + " " + why);
              });
    }

    private static void check(String signal, Double weight) {
      if (Signal.byWireName(signal).isEmpty()) {
        throw new IllegalArgumentException("weights: there is no signal " + signal);
      }
      if (weight == null || !(weight >= -1 && weight <= 1)) {
        throw new IllegalArgumentException("weights." + signal + " takes -1 to 1");
      }
    }
  }

  /** Who is in charge of which class. */
  static final class OfClassrooms extends ControlReader<ClassroomNews> {
    private static final long serialVersionUID = 1;

    @Override
    Optional<ClassroomNews> read(String key, RawRecord record) {
      if (record.isTombstone()) {
        return Optional.of(ClassroomNews.inCharge(key, ""));
      }
      Classroom classroom = EventCodec.fromBytes(record.value(), Classroom.class);
      if (classroom.classroomId() == null) {
        throw new IllegalArgumentException("classroom_id is missing");
      }
      List<String> teachers = classroom.teacherIds() == null ? List.of() : classroom.teacherIds();
      return Optional.of(
          ClassroomNews.inCharge(
              classroom.classroomId(), teachers.isEmpty() ? "" : teachers.get(0)));
    }
  }

  /** When which class is in session; what is no record of a class, {@link OfClassrooms} rejects. */
  static final class OfTimetables extends ControlReader<ClassTimetable> {
    private static final long serialVersionUID = 1;

    @Override
    Optional<ClassTimetable> read(String key, RawRecord record) {
      try {
        return Optional.of(ClassTimetable.read(record)).filter(it -> it.classroomId() != null);
      } catch (UncheckedIOException e) {
        return Optional.empty();
      }
    }
  }

  /** Who was erased, by hash. */
  static final class OfErasures extends ControlReader<ErasureSignal> {
    private static final long serialVersionUID = 1;

    @Override
    Optional<ErasureSignal> read(String key, RawRecord record) {
      if (record.isTombstone()) {
        return Optional.empty();
      }
      Erasure erasure = EventCodec.fromBytes(record.value(), Erasure.class);
      if (erasure.studentHash() == null || erasure.salt() == null) {
        throw new IllegalArgumentException("an erasure needs student_hash and salt");
      }
      return Optional.of(
          ErasureSignal.remember(
              erasure.readmittedAt() == null
                  ? new Erasure(
                      erasure.studentHash(), erasure.salt(), erasure.erasedAt(), Optional.empty())
                  : erasure));
    }
  }

  static final class OfInterventions extends ControlReader<StudentMessage> {
    private static final long serialVersionUID = 1;

    @Override
    Optional<StudentMessage> read(String key, RawRecord record) {
      if (record.isTombstone()) {
        return Optional.empty();
      }
      Intervention intervention = EventCodec.fromBytes(record.value(), Intervention.class);
      if (intervention.at() == null) {
        throw new IllegalArgumentException("at is missing");
      }
      // help for a whole class is about no student
      return Optional.ofNullable(intervention.studentId())
          .filter(student -> !student.isEmpty())
          .map(student -> StudentMessage.helped(student, intervention.at().toEpochMilli()));
    }
  }
}
