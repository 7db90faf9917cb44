package io.gaia.bench.detection.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.bench.load.Pace;
import io.gaia.schemas.topic.Topic;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A school at work, at a fixed rate, and probes among it. Events carry the time they were due, so
 * one that is sent late is not left out of the delay.
 */
public final class DelayLoad {
  private static final long START_MINUTES = 3;
  private static final long DRAIN_SECONDS = 30;

  /** Kafka's own default, which apps that know nothing better have. */
  private static final int LINGER_MS = 5;

  private static final int STUDENTS = Workload.AT_WORK;
  private static final double NANOS_PER_SECOND = 1e9;

  private final DelayRequest request;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AlertReader alerts;
  private final Workload school = new Workload(STUDENTS, Long.MAX_VALUE);

  /** Wall clock of {@link System#nanoTime} 0. */
  private final double epochNanos = System.currentTimeMillis() * 1e6 - System.nanoTime();

  private long event;
  private long tick;

  private DelayLoad(
      DelayRequest request, KafkaProducer<byte[], byte[]> producer, AlertReader alerts) {
    this.request = request;
    this.producer = producer;
    this.alerts = alerts;
  }

  public static void main(String[] args) throws IOException {
    ObjectMapper json = new ObjectMapper();
    DelayRequest request = json.readValue(System.in, DelayRequest.class);
    AlertReader alerts = new AlertReader(request.kafka());
    alerts.start();
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(request.kafka(), LINGER_MS)) {
      DelayResult result = new DelayLoad(request, producer, alerts).run();
      System.out.println(json.writeValueAsString(result));
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private DelayResult run() {
    awaitFirstAlert();
    drive(request.rate(), request.warmUpSeconds());
    long from = nowMillis();
    long first = event;
    long until = from + (long) (request.seconds() * TimeUnit.SECONDS.toMillis(1));
    alerts.count(from, until);
    drive(request.rate(), request.seconds());
    double sent = (event - first) * 1000.0 / (nowMillis() - from);
    long probes = (long) (request.seconds() * Probes.PER_SECOND);
    // time goes on, as it does in a school
    long drained = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    while (alerts.counted() < probes && System.nanoTime() - drained < 0) {
      drive(Probes.PER_SECOND, 1);
    }
    Histogram micros = alerts.micros();
    return new DelayResult(
        sent,
        alerts.counted(),
        Math.max(0, probes - alerts.counted()),
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(99),
        micros.getValueAtPercentile(99.9),
        micros.getMaxValue());
  }

  /** The engine has started when the first alert is there. */
  private void awaitFirstAlert() {
    long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(START_MINUTES);
    while (alerts.seen() == 0) {
      if (System.nanoTime() - patience > 0) {
        throw new IllegalStateException("no alert within " + START_MINUTES + " minutes");
      }
      drive(Probes.PER_SECOND, 1);
    }
  }

  private void drive(int rate, double seconds) {
    long start = System.nanoTime();
    long end = start + (long) (seconds * NANOS_PER_SECOND);
    Pace events = new Pace(start, (long) (NANOS_PER_SECOND / rate));
    Pace ticks = new Pace(start, (long) (NANOS_PER_SECOND / Probes.PER_SECOND));
    long nextTick = ticks.take();
    for (long due = events.await(); due - end < 0; due = events.await()) {
      long at = millis(due);
      send(school.topic(event), school.key(event), school.value(event, at));
      event++;
      while (nextTick - due <= 0) {
        probe(millis(nextTick));
        nextTick = ticks.take();
      }
    }
  }

  private void probe(long at) {
    for (int ordinal = 0; ordinal < Probes.ERRORS; ordinal++) {
      long probe = Probes.at(tick, ordinal);
      if (probe >= 0) {
        send(Topic.USABILITY_METRICS, Probes.key(probe), Probes.value(probe, ordinal, at));
      }
    }
    tick++;
  }

  private void send(Topic topic, byte[] key, byte[] value) {
    producer.send(new ProducerRecord<>(topic.topicName(), key, value));
  }

  private long nowMillis() {
    return millis(System.nanoTime());
  }

  private long millis(long nanos) {
    return (long) ((epochNanos + nanos) / 1e6);
  }
}
