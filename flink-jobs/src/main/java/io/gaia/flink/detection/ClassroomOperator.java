package io.gaia.flink.detection;

import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.model.AlertWord;
import io.gaia.flink.detection.model.ClassPolicy;
import io.gaia.flink.detection.model.ClassState;
import io.gaia.flink.detection.model.Learner;
import io.gaia.flink.detection.model.StudentReport;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** The alert policy, keyed by classroom: thin around {@link ClassPolicy}. */
final class ClassroomOperator extends KeyedProcessFunction<String, StudentReport, Outgoing> {
  private static final long serialVersionUID = 1;

  private transient ValueState<ClassState> state;
  private transient ValueState<Long> timer;
  private transient Counter alerts;

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("class", Types.POJO(ClassState.class)));
    timer = getRuntimeContext().getState(new ValueStateDescriptor<>("timer", Types.LONG));
    alerts = getRuntimeContext().getMetricGroup().counter("alerts");
  }

  @Override
  public void processElement(StudentReport report, Context context, Collector<Outgoing> out)
      throws Exception {
    ClassState known = state.value();
    ClassState current = known == null ? new ClassState() : known;
    tell(ClassPolicy.report(current, report), out);
    keep(current, context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Outgoing> out)
      throws Exception {
    ClassState current = state.value();
    Long set = timer.value();
    if (current == null || set == null || set > timestamp) {
      return;
    }
    timer.clear();
    tell(ClassPolicy.elapse(context.getCurrentKey(), current, timestamp), out);
    keep(current, context);
  }

  private void keep(ClassState current, Context context) throws Exception {
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

  private void tell(List<AlertWord> words, Collector<Outgoing> out) {
    for (AlertWord word : words) {
      if (word.kind() == AlertWord.Kind.DETECTED) {
        alerts.inc();
      }
      out.collect(Records.alert(word));
    }
  }
}
