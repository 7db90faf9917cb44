package io.gaia.flink.detection;

import io.gaia.flink.common.RawRecord;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A list of records that ends as a topic of Kafka does: after the last of them one waits for more.
 * A job that is restored goes on from where it was.
 *
 * @param name in this process; not used twice
 * @param readBefore how many of the records the job had read before; 0 for a new one
 */
record EndlessTopic(String name, long readBefore) {
  private static final Map<String, List<RawRecord>> RECORDS = new ConcurrentHashMap<>();
  private static final Set<String> AT_THEIR_END = ConcurrentHashMap.newKeySet();

  /** Is done when the record is due. */
  interface Pace extends Serializable {
    CompletableFuture<Void> due(List<RawRecord> records, int index);
  }

  static final Pace AT_ONCE = (records, index) -> CompletableFuture.completedFuture(null);

  static boolean isRead(String name) {
    return AT_THEIR_END.contains(name);
  }

  DataStream<RawRecord> of(
      StreamExecutionEnvironment environment, List<RawRecord> records, Pace pace, String uid) {
    RECORDS.put(name, records);
    String topic = name;
    return environment
        .fromSource(
            new DataGeneratorSource<>(
                index -> RECORDS.get(topic).get(index.intValue()),
                Long.MAX_VALUE,
                new Reading(topic, readBefore, pace),
                TypeInformation.of(RawRecord.class)),
            WatermarkStrategy.noWatermarks(),
            uid)
        .setParallelism(1)
        .uid(uid);
  }

  private record Reading(String topic, long readBefore, Pace pace)
      implements RateLimiterStrategy<NumberSequenceSplit> {

    @Override
    public RateLimiter<NumberSequenceSplit> createRateLimiter(int parallelism) {
      List<RawRecord> records = RECORDS.get(topic);
      AtomicLong next = new AtomicLong(readBefore);
      return wanted -> {
        long index = next.getAndAdd(wanted);
        if (index < records.size()) {
          return pace.due(records, (int) index);
        }
        AT_THEIR_END.add(topic);
        return new CompletableFuture<>();
      };
    }
  }
}
