package io.gaia.flink.detection;

import io.gaia.flink.detection.model.AlertWord;
import io.gaia.flink.detection.model.ClassPolicy;
import io.gaia.flink.detection.model.ClassState;
import io.gaia.flink.detection.model.Learner;
import io.gaia.flink.detection.model.StudentReport;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The alert policy, keyed by classroom: thin around {@link ClassPolicy}. Each word is addressed to
 * the teacher in charge; reports wait until the classrooms were read to their end, which their
 * watermark tells.
 */
final class ClassroomOperator
    extends KeyedBroadcastProcessFunction<String, StudentReport, ClassroomNews, AddressedWord>
    implements WriteBackOperator.Writer {
  private static final long serialVersionUID = 1;

  static final MapStateDescriptor<String, String> TEACHERS =
      new MapStateDescriptor<>("teacher-of-class", Types.STRING, Types.STRING);

  private static final ListStateDescriptor<StudentReport> WAITING =
      new ListStateDescriptor<>("waiting-for-classrooms", TypeInformation.of(StudentReport.class));
  private static final ValueStateDescriptor<ClassState> CLASS =
      new ValueStateDescriptor<>("class", ClassForm.INSTANCE);

  /** Each of some twenty kilobytes. */
  private static final long CLASSES_IN_MEMORY = 1_000;

  /** Any time will do that is before every event: it fires with the first watermark. */
  private static final long FIRST_WATERMARK = 0;

  private transient LastUsed lastUsed;
  private transient ListState<StudentReport> waiting;
  private transient ValueState<ClassState> state;
  private transient ValueState<Long> timer;
  private transient Counter alerts;

  static WriteBackOperator<StudentReport, ClassroomNews, AddressedWord> operator() {
    return new WriteBackOperator<>(new ClassroomOperator(), List.of(TEACHERS));
  }

  @Override
  public void keepIn(LastUsed there) {
    lastUsed = there;
  }

  @Override
  public void open(OpenContext context) {
    waiting = getRuntimeContext().getListState(WAITING);
    state = lastUsed.of(getRuntimeContext().getState(CLASS), CLASSES_IN_MEMORY);
    timer =
        lastUsed.of(getRuntimeContext().getState(new ValueStateDescriptor<>("timer", Types.LONG)));
    alerts = getRuntimeContext().getMetricGroup().counter("alerts");
  }

  @Override
  public void processElement(
      StudentReport report, ReadOnlyContext context, Collector<AddressedWord> out)
      throws Exception {
    if (context.currentWatermark() == Long.MIN_VALUE) {
      waiting.add(report);
      context.timerService().registerEventTimeTimer(FIRST_WATERMARK);
    } else {
      take(report, context, out);
    }
  }

  private void take(StudentReport report, ReadOnlyContext context, Collector<AddressedWord> out)
      throws Exception {
    ClassState known = state.value();
    ClassState current = known == null ? new ClassState() : known;
    tell(ClassPolicy.report(current, report), context.getBroadcastState(TEACHERS), out);
    keep(current, context);
  }

  @Override
  public void processBroadcastElement(
      ClassroomNews message, Context context, Collector<AddressedWord> out) throws Exception {
    if (!message.erasedStudentId().isEmpty()) {
      erase(message.erasedStudentId(), context, out);
    } else if (message.teacherId().isEmpty()) {
      context.getBroadcastState(TEACHERS).remove(message.classroomId());
    } else {
      context.getBroadcastState(TEACHERS).put(message.classroomId(), message.teacherId());
    }
  }

  /** The student's own reports end in a farewell; this is for where the class knows longer. */
  private void erase(String studentId, Context context, Collector<AddressedWord> out)
      throws Exception {
    lastUsed.empty();
    context.applyToKeyedState(
        WAITING,
        (classroom, reports) -> {
          List<StudentReport> others = new ArrayList<>();
          reports.get().forEach(others::add);
          others.removeIf(report -> report.studentId().equals(studentId));
          reports.update(others);
        });
    context.applyToKeyedState(
        CLASS,
        (classroom, known) -> {
          ClassState current = known.value();
          tell(
              ClassPolicy.erase(classroom, current, studentId),
              context.getBroadcastState(TEACHERS),
              out);
          if (ClassPolicy.isEmpty(current)) {
            known.clear();
          } else {
            known.update(current);
          }
        });
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<AddressedWord> out)
      throws Exception {
    for (StudentReport report : waiting.get()) {
      take(report, context, out);
    }
    waiting.clear();
    ClassState current = state.value();
    Long set = timer.value();
    if (current == null || set == null || set > timestamp) {
      return;
    }
    timer.clear();
    tell(
        ClassPolicy.elapse(context.getCurrentKey(), current, timestamp),
        context.getBroadcastState(TEACHERS),
        out);
    keep(current, context);
  }

  private void keep(ClassState current, ReadOnlyContext context) throws Exception {
    if (ClassPolicy.isEmpty(current)) {
      state.clear();
      return;
    }
    state.update(current);
    long deadline = ClassPolicy.nextDeadline(current);
    Long set = timer.value();
    if (deadline != Learner.NEVER && (set == null || deadline < set)) {
      if (set != null) {
        context.timerService().deleteEventTimeTimer(set);
      }
      context.timerService().registerEventTimeTimer(deadline);
      timer.update(deadline);
    }
  }

  private void tell(
      List<AlertWord> words,
      ReadOnlyBroadcastState<String, String> teachers,
      Collector<AddressedWord> out)
      throws Exception {
    for (AlertWord word : words) {
      String teacher = teachers.get(word.classroomId());
      if (word.kind() == AlertWord.Kind.DETECTED) {
        alerts.inc();
      }
      out.collect(new AddressedWord(teacher == null ? "of " + word.classroomId() : teacher, word));
    }
  }
}
