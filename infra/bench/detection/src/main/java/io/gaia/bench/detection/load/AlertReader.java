package io.gaia.bench.detection.load;

import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the alerts as they come and notes how long after its event each of a probe is there. */
final class AlertReader extends Thread {
  private static final Duration WAIT = Duration.ofMillis(20);

  private final String kafka;
  private final Histogram micros = new Histogram(3);
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong inWindow = new AtomicLong();
  private volatile long fromMillis = Long.MAX_VALUE;
  private volatile long untilMillis = Long.MAX_VALUE;

  AlertReader(String kafka) {
    super("alerts");
    this.kafka = kafka;
    setDaemon(true);
  }

  /** From now on alerts of these moments count. */
  void count(long from, long until) {
    untilMillis = until;
    fromMillis = from;
  }

  /** Alerts of probes, ever. */
  long seen() {
    return seen.get();
  }

  /** Alerts of probes whose event was in the window. */
  long counted() {
    return inWindow.get();
  }

  /** When all have come. */
  Histogram micros() {
    return micros;
  }

  @Override
  public void run() {
    List<TopicPartition> all =
        IntStream.range(0, Topic.DEFAULT_PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Topic.TEACHER_ALERTS.topicName(), partition))
            .toList();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      while (!isInterrupted()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
          take(EventCodec.fromBytes(record.value(), TeacherAlert.class));
        }
      }
    }
  }

  private void take(TeacherAlert alert) {
    boolean ofProbe = alert.studentId().filter(Probes::isOne).isPresent();
    if (!ofProbe || alert.type() != AlertEventType.DETECTED) {
      return;
    }
    seen.incrementAndGet();
    long happened = alert.at().toEpochMilli();
    if (happened >= fromMillis && happened < untilMillis) {
      long delay = System.currentTimeMillis() - happened;
      micros.recordValue(TimeUnit.MILLISECONDS.toMicros(Math.max(0, delay)));
      inWindow.incrementAndGet();
    }
  }
}
