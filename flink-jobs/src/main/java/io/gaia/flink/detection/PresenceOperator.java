package io.gaia.flink.detection;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Finds the classroom of those who only the roster knows. Who is in no class is in nobody's class
 * activity.
 */
final class PresenceOperator
    extends KeyedCoProcessFunction<String, Presence, StudentMessage, Presence> {
  private static final long serialVersionUID = 1;

  private transient ValueState<String> classroom;

  @Override
  public void open(OpenContext context) {
    classroom = getRuntimeContext().getState(new ValueStateDescriptor<>("classroom", Types.STRING));
  }

  @Override
  public void processElement1(Presence presence, Context context, Collector<Presence> out)
      throws Exception {
    if (!presence.classroomId().isEmpty()) {
      out.collect(presence);
    } else if (classroom.value() != null) {
      out.collect(new Presence(presence.studentId(), classroom.value(), presence.paneEnd()));
    }
  }

  @Override
  public void processElement2(StudentMessage roster, Context context, Collector<Presence> out)
      throws Exception {
    List<String> classrooms = roster.classroomIds();
    if (classrooms.isEmpty()) {
      classroom.clear();
    } else {
      classroom.update(classrooms.get(0));
    }
  }
}
