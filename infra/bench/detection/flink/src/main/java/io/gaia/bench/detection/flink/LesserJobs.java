package io.gaia.bench.detection.flink;

import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.RawRecord;
import io.gaia.flink.detection.CheckedEvent;
import io.gaia.flink.detection.DetectionSources;
import io.gaia.flink.detection.MessageForms;
import io.gaia.flink.detection.model.Observation;
import io.gaia.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** Jobs that do less than detection: what Flink itself costs, step by step. */
final class LesserJobs {
  private LesserJobs() {}

  /** Reads, and does nothing. */
  static void nowhere(StreamExecutionEnvironment environment, KafkaEnds kafka) {
    records(environment, kafka).sinkTo(new DiscardingSink<>()).uid("nowhere").name("nowhere");
  }

  /** Counts the records of each key; nobody looks into them. */
  static void recordCounter(StreamExecutionEnvironment environment, KafkaEnds kafka) {
    count(
        records(environment, kafka)
            .map(record -> new String(record.key(), StandardCharsets.UTF_8))
            .returns(Types.STRING)
            .uid("key")
            .name("key"),
        key -> key);
  }

  /** Reads and checks the events as detection does, and counts those of each student. */
  static void counter(StreamExecutionEnvironment environment, DetectionSources sources) {
    DataStream<CheckedEvent> events = new CountedSources(sources).events(environment);
    DataStream<Observation> observations =
        events
            .filter(event -> event.observation().isPresent())
            .uid("observed")
            .name("observed")
            .map(CheckedEvent::observed)
            .returns(MessageForms.OBSERVATION)
            .uid("observations")
            .name("observations");
    count(observations, Observation::studentId);
  }

  private static DataStream<RawRecord> records(
      StreamExecutionEnvironment environment, KafkaEnds kafka) {
    return environment
        .fromSource(
            kafka.resuming(
                new KafkaEnds.Undecoded(),
                List.of(Topic.USABILITY_METRICS, Topic.SATISFACTION_RATINGS)),
            WatermarkStrategy.noWatermarks(),
            "records")
        .uid("records")
        .map(new Counted<>())
        .returns(RawRecord.class)
        .uid("counted")
        .name("counted");
  }

  private static <T> void count(DataStream<T> values, KeySelector<T, String> key) {
    values
        .keyBy(key, Types.STRING)
        .process(new Counter<>())
        .uid("counter")
        .name("counter")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere")
        .name("nowhere");
  }

  private static final class Counter<T> extends KeyedProcessFunction<String, T, Long> {
    private static final long serialVersionUID = 1;

    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(T value, Context context, Collector<Long> out) throws Exception {
      Long known = count.value();
      count.update(known == null ? 1 : known + 1);
    }
  }
}
