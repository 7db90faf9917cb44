package io.gaia.flink.detection;

import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.model.AlertCare;
import io.gaia.flink.detection.model.AlertWord;
import io.gaia.flink.detection.model.CareState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/** What may be loud, keyed by teacher over all their classes: thin around {@link AlertCare}. */
final class TeacherOperator
    extends KeyedBroadcastProcessFunction<String, AddressedWord, ControlMessage, Outgoing> {
  private static final long serialVersionUID = 1;

  /** Alerts of which the lag's quantiles are told. */
  private static final int LAGS = 1_000;

  private transient ValueState<CareState> state;
  private transient Histogram lag;

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("care", Types.POJO(CareState.class)));
    lag =
        getRuntimeContext()
            .getMetricGroup()
            .histogram("alert_lag_millis", new DescriptiveStatisticsHistogram(LAGS));
  }

  @Override
  public void processElement(
      AddressedWord addressed, ReadOnlyContext context, Collector<Outgoing> out) throws Exception {
    CareState known = state.value();
    CareState current = known == null ? new CareState() : known;
    AlertWord word = addressed.word();
    AlertWord told =
        AlertCare.toTeacher(
            current,
            word,
            Rules.careInForce(
                context.getBroadcastState(Rules.STATE),
                word.schoolId(),
                word.appName(),
                word.classroomId()));
    if (AlertCare.isEmpty(current)) {
      state.clear();
    } else {
      state.update(current);
    }
    // from what the student did to the word about it
    lag.update(context.currentProcessingTime() - word.at());
    out.collect(Records.alert(told));
  }

  @Override
  public void processBroadcastElement(
      ControlMessage message, Context context, Collector<Outgoing> out) throws Exception {
    Rules.take(message, context.getBroadcastState(Rules.STATE));
  }
}
