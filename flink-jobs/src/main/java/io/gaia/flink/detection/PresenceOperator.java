package io.gaia.flink.detection;

import io.gaia.flink.detection.model.Observation;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Finds the classroom of those who only the roster knows, as {@link StudentOperator} does. Who is
 * in no class is in nobody's class activity. What these do waits until roster and timetables were
 * read to their end, which their watermark tells.
 */
final class PresenceOperator
    extends KeyedBroadcastProcessFunction<String, StudentMessage, ClassTimetable, Presence> {
  private static final long serialVersionUID = 1;

  /** Any time will do that is before every event: it fires with the first watermark. */
  private static final long FIRST_WATERMARK = 0;

  private transient ClassesOfStudent classrooms;
  private transient ListState<Observation> waiting;

  @Override
  public void open(OpenContext context) {
    classrooms = new ClassesOfStudent(getRuntimeContext());
    waiting =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("waiting-for-roster", ObservationForm.INSTANCE));
  }

  @Override
  public void processElement(
      StudentMessage message, ReadOnlyContext context, Collector<Presence> out) throws Exception {
    if (!message.form().isOfEvent()) {
      classrooms.are(message.classroomIds());
      if (message.form() == StudentMessage.Form.ERASED) {
        waiting.clear();
      }
      return;
    }
    Observation event = message.observation();
    if (event.classroomId().isEmpty() && context.currentWatermark() == Long.MIN_VALUE) {
      waiting.add(event);
      context.timerService().registerEventTimeTimer(FIRST_WATERMARK);
    } else {
      tell(event, context, out);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Presence> out)
      throws Exception {
    for (Observation event : waiting.get()) {
      tell(event, context, out);
    }
    waiting.clear();
  }

  private void tell(Observation event, ReadOnlyContext context, Collector<Presence> out)
      throws Exception {
    String own = event.classroomId();
    String classroom =
        own.isEmpty()
            ? classrooms
                .inSession(
                    context.getBroadcastState(Timetables.STATE),
                    event.lessonId(),
                    event.appName(),
                    event.at())
                .orElse("")
            : own;
    if (!classroom.isEmpty()) {
      out.collect(new Presence(event.studentId(), classroom, Presence.paneEnd(event.at())));
    }
  }

  @Override
  public void processBroadcastElement(
      ClassTimetable timetable, Context context, Collector<Presence> out) throws Exception {
    Timetables.take(timetable, context.getBroadcastState(Timetables.STATE));
  }
}
