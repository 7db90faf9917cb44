package io.gaia.flink.detection;

import io.gaia.flink.common.Outgoing;
import io.gaia.schemas.event.FrustrationEpisode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps what a mini cluster in this process writes, by run and topic. */
record CollectingSink(String run, Topic topic) implements Sink<Outgoing> {
  private static final Map<String, Queue<Outgoing>> WRITTEN = new ConcurrentHashMap<>();

  static <T> List<T> written(String run, Topic topic, Class<T> type) {
    return WRITTEN.getOrDefault(run + topic, new ConcurrentLinkedQueue<>()).stream()
        .filter(outgoing -> outgoing.value().length > 0)
        .map(outgoing -> EventCodec.fromBytes(outgoing.value(), type))
        .toList();
  }

  /** The episodes of a run in an order of their own. */
  static List<FrustrationEpisode> history(String run) {
    return written(run, Topic.FRUSTRATION_EVENTS, FrustrationEpisode.class).stream()
        .sorted(
            Comparator.comparing(FrustrationEpisode::id)
                .thenComparing(FrustrationEpisode::revision))
        .toList();
  }

  @Override
  public SinkWriter<Outgoing> createWriter(WriterInitContext context) {
    Queue<Outgoing> written =
        WRITTEN.computeIfAbsent(run + topic, absent -> new ConcurrentLinkedQueue<>());
    return new SinkWriter<>() {
      @Override
      public void write(Outgoing outgoing, Context at) {
        written.add(outgoing);
      }

      @Override
      public void flush(boolean endOfInput) {
        // nothing waits
      }

      @Override
      public void close() {
        // nothing is held
      }
    };
  }
}
