package io.gaia.flink.detection;

import io.gaia.flink.detection.model.Timetable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/** Which classes a student is in, as keyed state of an operator that finds the one in session. */
public final class ClassesOfStudent {
  private final ValueState<List<String>> all;

  /** All that savepoints from before timetables know: the first class. */
  private final ValueState<String> first;

  public ClassesOfStudent(RuntimeContext context) {
    all = context.getState(new ValueStateDescriptor<>("classrooms", Types.LIST(Types.STRING)));
    first = context.getState(new ValueStateDescriptor<>("classroom", Types.STRING));
  }

  /** The roster says so. */
  public void are(List<String> classroomIds) throws Exception {
    first.clear();
    if (classroomIds.isEmpty()) {
      all.clear();
    } else {
      all.update(classroomIds);
    }
  }

  /** Empty when the student is in no class. */
  public Optional<String> inSession(
      ReadOnlyBroadcastState<String, Timetable> timetables, String lessonId, String app, long at)
      throws Exception {
    List<String> known = all.value();
    return known == null
        ? Optional.ofNullable(first.value())
        : Optional.of(Timetables.classInSession(known, timetables, lessonId, app, at));
  }
}
