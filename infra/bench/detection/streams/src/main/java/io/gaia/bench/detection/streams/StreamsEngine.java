package io.gaia.bench.detection.streams;

import io.gaia.bench.engine.EngineRequest;
import io.gaia.bench.engine.EngineResult;
import io.gaia.bench.engine.Folder;
import io.gaia.bench.engine.Stretch;
import io.gaia.schemas.topic.Topic;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** Runs the topology in this process, and tells how fast it judged its events. */
public final class StreamsEngine {
  /** As far apart as the job's checkpoints. */
  private static final Duration COMMITS = Duration.ofSeconds(10);

  /** As soon as a record leaves the job for its next step. */
  private static final int LINGER_MS = 5;

  private static final long CACHE_BYTES = 512L * 1024 * 1024;
  private static final Duration CLOSE = Duration.ofMinutes(1);

  private StreamsEngine() {}

  public static void main(String[] args) throws Exception {
    // the result goes to the output, and nothing else may
    PrintStream results = System.out;
    System.setOut(System.err);
    EngineRequest request = EngineRequest.read(args);
    createTopics(request.kafka());
    KafkaStreams streams = new KafkaStreams(StreamsTopology.make(), settings(request));
    streams.setUncaughtExceptionHandler(
        failure -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.start();
    EngineResult result = new Stretch(request, StudentProcessor.TAKEN).measure();
    streams.close(CLOSE);
    result.withState(Folder.bytes(Path.of(request.directory()))).print(results);
    Runtime.getRuntime().halt(0);
  }

  private static Properties settings(EngineRequest request) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-streams");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, request.kafka());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, request.directory());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, request.parallelism());
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMITS.toMillis());
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MS);
    return settings;
  }

  private static void createTopics(String kafka) throws Exception {
    List<NewTopic> topics =
        StreamsTopology.TOPICS_BETWEEN.stream()
            .map(name -> new NewTopic(name, Topic.DEFAULT_PARTITIONS, (short) 1))
            .toList();
    try (Admin admin =
        Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      admin.createTopics(topics).all().get();
    }
  }
}
