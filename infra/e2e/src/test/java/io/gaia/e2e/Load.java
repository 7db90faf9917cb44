package io.gaia.e2e;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A class at work: students type all the time, and every few seconds one of them, each once, makes
 * six errors. Remembers what Kafka has acknowledged.
 */
final class Load implements AutoCloseable {

  private static final int TYPING_STUDENTS = 20;
  private static final int MILLIS_BETWEEN_EVENTS = 20;
  private static final int EVENTS_BETWEEN_BURSTS = 100;

  private final String run;
  private final String classroom;
  private final KafkaProducer<String, String> producer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private final Set<String> stuckStudents = ConcurrentHashMap.newKeySet();

  Load(String kafka, String run, String classroom) {
    this.run = run;
    this.classroom = classroom;
    this.producer = EventTopic.producer(kafka);
    var unused =
        clock.scheduleAtFixedRate(this::tick, 0, MILLIS_BETWEEN_EVENTS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    long n = sent.incrementAndGet();
    Instant now = Instant.now();
    send(Metric.keypress(run + "-typing" + n % TYPING_STUDENTS, classroom, now));
    if (n % EVENTS_BETWEEN_BURSTS == 0) {
      String student = run + "-stuck" + n / EVENTS_BETWEEN_BURSTS;
      for (int i = 0; i < 6; i++) {
        // an item of their own: this is no class-wide trouble
        send(Metric.error(student, classroom, now.minusSeconds(20 - 4L * i)).on("item-" + student));
      }
      stuckStudents.add(student);
    }
  }

  private void send(Metric metric) {
    var unused =
        producer.send(
            new ProducerRecord<>("usability-metrics", metric.studentId(), metric.json()),
            (position, error) -> (error == null ? acknowledged : refused).add(metric.eventId()));
  }

  /** Stops and waits until Kafka has everything. */
  @Override
  public void close() {
    clock.shutdown();
    producer.close();
  }

  Set<String> acknowledged() {
    return acknowledged;
  }

  Set<String> refused() {
    return refused;
  }

  List<String> stuckStudents() {
    return List.copyOf(stuckStudents);
  }
}
