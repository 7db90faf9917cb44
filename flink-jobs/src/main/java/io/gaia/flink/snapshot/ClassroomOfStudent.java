package io.gaia.flink.snapshot;

import io.gaia.flink.detection.ClassTimetable;
import io.gaia.flink.detection.ClassesOfStudent;
import io.gaia.flink.detection.Timetables;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gives a signal its class: its own, else the one of the student's that is in session, else {@link
 * #UNASSIGNED}. By student.
 */
final class ClassroomOfStudent
    extends KeyedBroadcastProcessFunction<String, StudentNews, ClassTimetable, ClassSignal> {
  private static final long serialVersionUID = 1;
  static final String UNASSIGNED = "unassigned";

  private transient ClassesOfStudent classrooms;

  @Override
  public void open(OpenContext context) {
    classrooms = new ClassesOfStudent(getRuntimeContext());
  }

  @Override
  public void processElement(StudentNews news, ReadOnlyContext context, Collector<ClassSignal> out)
      throws Exception {
    if (news.isOfRoster()) {
      classrooms.are(news.classes().classroomIds());
      return;
    }
    ClassSignal signal = news.signal();
    if (!signal.classroomId().isEmpty()) {
      out.collect(signal);
      return;
    }
    out.collect(
        signal.in(
            classrooms
                .inSession(
                    context.getBroadcastState(Timetables.STATE),
                    signal.lessonId(),
                    signal.appName(),
                    signal.at())
                .orElse(UNASSIGNED)));
  }

  @Override
  public void processBroadcastElement(
      ClassTimetable timetable, Context context, Collector<ClassSignal> out) throws Exception {
    Timetables.take(timetable, context.getBroadcastState(Timetables.STATE));
  }
}
