package io.gaia.bench.detection.part;

import io.gaia.bench.detection.Plan.School;
import io.gaia.bench.detection.load.Topics;
import io.gaia.bench.detection.load.Workload;
import io.gaia.bench.engine.EngineRequest;
import io.gaia.bench.engine.EngineResult;
import io.gaia.bench.process.KafkaServer;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import io.gaia.schemas.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How many events a second each engine takes that are there already. */
public final class ThroughputPart {
  /** Events happened before they were written, so that none is ahead of its record. */
  private static final Duration BEFORE = Duration.ofHours(1);

  /** The share of the events with which the measurement begins at the latest. */
  private static final double LATEST = 0.7;

  private static final double ALMOST_ALL = 0.97;

  private ThroughputPart() {}

  /** One section for each school. */
  public static List<Section> measure(Workshop workshop) throws IOException, InterruptedException {
    List<Section> sections = new ArrayList<>();
    for (School planned : workshop.plan().schools()) {
      Workload school = planned.events();
      Map<String, List<EngineResult>> results = new LinkedHashMap<>();
      try (KafkaServer kafka = workshop.kafka()) {
        workshop
            .progress()
            .say("  %,d events of %,d students".formatted(school.events(), school.students()));
        long startAt = System.currentTimeMillis() - BEFORE.toMillis();
        Topics.fill(kafka.address(), school, startAt);
        for (int turn = 1; turn <= workshop.plan().turns(); turn++) {
          for (Subject subject : workshop.subjects()) {
            results
                .computeIfAbsent(subject.name(), name -> new ArrayList<>())
                .add(run(workshop, subject, planned, kafka.address()));
          }
        }
      }
      sections.add(section(school, results));
    }
    return sections;
  }

  private static EngineResult run(Workshop workshop, Subject subject, School planned, String kafka)
      throws IOException, InterruptedException {
    Workload school = planned.events();
    EngineRequest request =
        new EngineRequest(
            subject.job(),
            kafka,
            Workshop.PARALLELISM,
            workshop.engineDirectory().toString(),
            planned.warmUpEvents(),
            workshop.plan().warmUpSeconds(),
            (long) (school.events() * LATEST),
            (long) (school.events() * ALMOST_ALL),
            workshop.plan().mostSeconds());
    EngineResult result =
        workshop
            .child()
            .run(
                Workshop.ENGINE_JVM,
                workshop.checkout().classPath(subject.module()),
                subject.main(),
                request,
                EngineResult.class);
    workshop.servers().requireAlive();
    workshop
        .progress()
        .say(
            "    %s: %,.0f events/s, %.1f us of processor each, %,d bytes of state a student"
                .formatted(
                    subject.name(),
                    result.eventsPerSecond(),
                    result.cpuMicros(),
                    stateOfOne(school, result)));
    return result;
  }

  private static long stateOfOne(Workload school, EngineResult result) {
    return result.stateBytes() / school.studentsOf(result.events());
  }

  private static Section section(Workload school, Map<String, List<EngineResult>> results) {
    List<List<String>> rows = new ArrayList<>();
    results.forEach(
        (name, all) -> {
          double rate = median(all, EngineResult::eventsPerSecond);
          rows.add(
              List.of(
                  name,
                  Numbers.whole(rate),
                  ratio(rate, results, limitOf(name)),
                  ratio(rate, results, Subject.STREAMS),
                  Numbers.tenths(median(all, EngineResult::cpuMicros)),
                  Numbers.whole(median(all, result -> stateOfOne(school, result)))));
        });
    return new Section(
        "%,d students".formatted(school.students()),
        ("%,d events that wait in Kafka, %d partitions, %d threads; %,d students at work at once,"
             + " an event a second each. Processor time is the engine's alone, of all its threads.")
            .formatted(
                school.events(),
                Topic.DEFAULT_PARTITIONS,
                Workshop.PARALLELISM,
                Math.min(school.students(), Workload.AT_WORK)),
        new Table(
            List.of(
                "",
                "events/s",
                "to the counter",
                "to Kafka Streams",
                "processor, µs an event",
                "state, bytes a student"),
            rows),
        List.of(),
        results);
  }

  /** The counter of students on the same kind of state. */
  private static Subject limitOf(String name) {
    return name.endsWith("RocksDB") ? Subject.COUNTER_ROCKSDB : Subject.COUNTER_HEAP;
  }

  private static String ratio(double rate, Map<String, List<EngineResult>> results, Subject base) {
    return Numbers.ratio(
        rate, median(results.getOrDefault(base.name(), List.of()), EngineResult::eventsPerSecond));
  }

  private static double median(List<EngineResult> results, ToDoubleFunction<EngineResult> number) {
    return Numbers.median(results.stream().mapToDouble(number).boxed().toList());
  }
}
