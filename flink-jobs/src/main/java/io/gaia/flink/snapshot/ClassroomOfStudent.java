package io.gaia.flink.snapshot;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/** Gives a signal its class: its own, else the roster's, else {@link #UNASSIGNED}. By student. */
final class ClassroomOfStudent
    extends KeyedCoProcessFunction<String, ClassSignal, StudentClass, ClassSignal> {
  private static final long serialVersionUID = 1;
  static final String UNASSIGNED = "unassigned";

  private transient ValueState<String> classroom;

  @Override
  public void open(OpenContext context) {
    classroom = getRuntimeContext().getState(new ValueStateDescriptor<>("classroom", Types.STRING));
  }

  @Override
  public void processElement1(ClassSignal signal, Context context, Collector<ClassSignal> out)
      throws Exception {
    if (!signal.classroomId().isEmpty()) {
      out.collect(signal);
      return;
    }
    String rostered = classroom.value();
    out.collect(signal.in(rostered == null ? UNASSIGNED : rostered));
  }

  @Override
  public void processElement2(StudentClass entry, Context context, Collector<ClassSignal> out)
      throws Exception {
    if (entry.classroomId().isEmpty()) {
      classroom.clear();
    } else {
      classroom.update(entry.classroomId());
    }
  }
}
