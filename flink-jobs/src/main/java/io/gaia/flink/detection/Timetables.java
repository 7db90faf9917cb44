package io.gaia.flink.detection;

import io.gaia.flink.detection.model.ClassInSession;
import io.gaia.flink.detection.model.Timetable;
import java.util.List;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;

/** The timetables of all classes that have one, by class. */
public final class Timetables {
  public static final MapStateDescriptor<String, Timetable> STATE =
      new MapStateDescriptor<>("timetables", Types.STRING, Types.POJO(Timetable.class));

  private Timetables() {}

  /** Takes what is said about a class. */
  public static void take(ClassTimetable said, BroadcastState<String, Timetable> timetables)
      throws Exception {
    if (said.timetable().equals(Timetable.EMPTY)) {
      timetables.remove(said.classroomId());
    } else {
      timetables.put(said.classroomId(), said.timetable());
    }
  }

  /** See {@link ClassInSession#choose}. */
  static String classInSession(
      List<String> classroomIds,
      ReadOnlyBroadcastState<String, Timetable> timetables,
      String lessonId,
      String appName,
      long at)
      throws Exception {
    return ClassInSession.choose(
        classroomIds,
        classroomId -> {
          Timetable known = timetables.get(classroomId);
          return known == null ? Timetable.EMPTY : known;
        },
        lessonId,
        appName,
        at);
  }
}
