package io.gaia.flink.detection;

import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends each checked event on its way: attempts by their item, the rest straight to the student,
 * and what was rejected to where operators see it. Beside that it notes who is there, once a
 * student and quarter minute; one that is noted twice changes nothing.
 */
final class EventSplitter extends ProcessFunction<CheckedEvent, StudentMessage> {
  private static final long serialVersionUID = 1;

  static final OutputTag<Observation> ATTEMPTS =
      new OutputTag<>("attempts", MessageForms.OBSERVATION);
  static final OutputTag<StudentMessage> PRESENCE =
      new OutputTag<>("presence", MessageForms.STUDENT_MESSAGE);
  static final OutputTag<Outgoing> REJECTED =
      new OutputTag<>("rejected", TypeInformation.of(Outgoing.class));

  private static final int NOTED_MOST = 50_000;

  private transient Map<String, Long> noted;
  private transient Counter rejected;
  private transient Counter archived;

  @Override
  public void open(OpenContext context) {
    noted =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > NOTED_MOST;
          }
        };
    rejected = getRuntimeContext().getMetricGroup().counter("rejected");
    archived = getRuntimeContext().getMetricGroup().counter("archived");
  }

  @Override
  public void processElement(CheckedEvent event, Context context, Collector<StudentMessage> out) {
    Optional<Observation> observation = event.observation();
    if (observation.isPresent()) {
      send(observation.get(), context, out);
    } else if (event.rejected().isPresent()) {
      rejected.inc();
      context.output(REJECTED, event.rejected().get());
    } else {
      archived.inc();
    }
  }

  private void send(Observation event, Context context, Collector<StudentMessage> out) {
    if (event.kind() == ObservationKind.ATTEMPT && !event.itemId().isEmpty()) {
      context.output(ATTEMPTS, event);
    } else {
      out.collect(StudentMessage.event(StudentMessage.Form.EVENT, event));
    }
    long pane = Presence.paneEnd(event.at());
    Long before = noted.put(event.studentId() + '\u0000' + where(event), pane);
    if (before == null || before != pane) {
      context.output(PRESENCE, StudentMessage.event(StudentMessage.Form.EVENT, event));
    }
  }

  /** What tells the class, together with the time. */
  private static String where(Observation event) {
    return event.classroomId().isEmpty()
        ? '\u0000' + event.appName() + '\u0000' + event.lessonId()
        : event.classroomId();
  }
}
