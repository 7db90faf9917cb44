package io.gaia.server.classroom;

import static org.awaitility.Awaitility.await;

import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.testkit.LiveClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How soon a record is a frame when many classes are watched; the time is printed. */
@Timeout(180)
@ExtendWith(ClassOnKafka.Extension.class)
class KafkaToFrameTest {

  private static final int CLASSES = 200;

  private final ClassOnKafka ours;

  KafkaToFrameTest(ClassOnKafka ours) {
    this.ours = ours;
  }

  @Test
  void aRecordBecomesAFrameSoonInTwoHundredClasses() throws Exception {
    List<LiveClient> teachers = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      teachers.add(
          LiveClient.withToken(ours.ws(), ours.admin())
              .subscribe("classroom:" + ours.id() + "-" + i));
      teachers.get(i).frame(0);
    }
    int rounds = 10;
    List<Long> micros = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < CLASSES; i++) {
        TeacherAlert alert = Given.inClass(ours.alert(round + "-" + i, 1), ours.id() + "-" + i);
        long sentAt = System.nanoTime();
        ours.producer()
            .send(
                new ProducerRecord<>(
                    Topic.TEACHER_ALERTS.topicName(),
                    alert.classroomId(),
                    EventCodec.toBytes(alert)));
        if (i % 10 == 0) {
          teachers.get(i).frame(round + 1);
          micros.add((teachers.get(i).receivedAt(round + 1) - sentAt) / 1_000);
        }
      }
    }
    long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "Kafka to frame, %d classes, %d samples: p50 %.1f ms, p99 %.1f ms%n",
        CLASSES,
        sorted.length,
        sorted[sorted.length / 2] / 1_000.0,
        sorted[sorted.length * 99 / 100] / 1_000.0);
    await("every frame")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                IntStream.range(0, CLASSES)
                    .allMatch(i -> teachers.get(i).events().size() == rounds));
    teachers.forEach(LiveClient::close);
  }
}
