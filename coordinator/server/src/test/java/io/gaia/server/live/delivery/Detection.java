package io.gaia.server.live.delivery;

import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Reason;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes alerts as detection does; a revision now and then twice, as after its own restart. */
final class Detection implements AutoCloseable {
  private static final AlertEventType[] TYPES = {
    AlertEventType.DETECTED, AlertEventType.ESCALATED, AlertEventType.RESOLVED
  };
  private static final int ONE_IN_SO_MANY_TWICE = 20;

  private final KafkaProducer<String, byte[]> producer;
  private final Random random;
  private final Instant start = Instant.now();
  private final Map<String, Integer> sent = new ConcurrentHashMap<>();

  Detection(String bootstrapServers, Random random) {
    this.random = random;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** How many of the class's alerts have been sent off. */
  int sent(String classroomId) {
    return sent.getOrDefault(classroomId, 0);
  }

  /** The same by class. */
  Map<String, Integer> sent() {
    return Map.copyOf(sent);
  }

  /** Sends the class's next alerts and returns when the topic has them. */
  void alerts(String classroomId, int count, int reasonLength) throws Exception {
    Future<RecordMetadata> last = null;
    for (int i = 0; i < count; i++) {
      int number = sent.merge(classroomId, 1, Integer::sum) - 1;
      byte[] alert = EventCodec.toBytes(alert(classroomId, number, reasonLength));
      int times = random.nextInt(ONE_IN_SO_MANY_TWICE) == 0 ? 2 : 1;
      for (int time = 0; time < times; time++) {
        last =
            producer.send(
                new ProducerRecord<>(Topic.TEACHER_ALERTS.topicName(), classroomId, alert));
      }
    }
    producer.flush();
    if (last != null) {
      last.get();
    }
  }

  private TeacherAlert alert(String classroomId, int number, int reasonLength) {
    AlertEventType type = TYPES[Channels.step(number)];
    String id = Channels.alertId(classroomId, number);
    return new TeacherAlert(
        type,
        id,
        "episode-" + id,
        AlertKind.STUDENT,
        classroomId,
        Optional.of("student-" + id),
        "quiz",
        Optional.empty(),
        Optional.of("item-" + number),
        FrustrationLevel.HIGH,
        0.7,
        List.of(new Reason("error_burst", "x".repeat(reasonLength), 4, 1)),
        start,
        start.plusMillis(number),
        type == AlertEventType.RESOLVED ? AlertState.RESOLVED : AlertState.OPEN,
        Channels.revision(number),
        false,
        List.of(),
        Optional.empty());
  }

  @Override
  public void close() {
    producer.close();
  }
}
