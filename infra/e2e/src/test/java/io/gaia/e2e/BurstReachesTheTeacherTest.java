package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A student struggles, and the teacher's socket says who, how much and why. */
@ExtendWith(SharedStack.class)
class BurstReachesTheTeacherTest {

  private static final Duration FRAME_WITHIN = Duration.ofSeconds(20);
  private static final int ERRORS_IN_A_BURST = 6;

  private final StackFile stack;

  BurstReachesTheTeacherTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void sixErrorsSentWithAConsoleClientBecomeAFrameWithReasonsInWords() {
    String student = Names.unique("burst-s");
    String classroom = Names.unique("burst-c");
    Instant now = Instant.now();
    List<Metric> burst =
        IntStream.range(0, ERRORS_IN_A_BURST)
            .mapToObj(i -> Metric.error(student, classroom, now.minusSeconds(20 - 4L * i)))
            .toList();
    try (TeacherSocket teacher = TeacherSocket.open(stack).subscribe(classroom)) {
      await().until(() -> !teacher.ofType("subscribed").isEmpty());

      ConsoleClient.produce(stack.kafka(), "usability-metrics", burst);

      await().atMost(FRAME_WITHIN).until(() -> !teacher.eventsOf(student).isEmpty());
      JsonNode event = teacher.eventsOf(student).get(0).event();
      assertThat(event.path("type").asText()).isEqualTo("frustration.detected");
      assertThat(event.path("classroom_id").asText()).isEqualTo(classroom);
      assertThat(event.path("level").asText()).isIn("medium", "high", "critical");
      assertThat(event.path("score").asDouble()).isBetween(0.45, 1.0);
      assertThat(event.at("/reasons/0/text").asText()).containsPattern("[0-9]+ errors?");
    }
  }

  @Test
  void twoHundredStudentsInTwentyClassroomsAreSeenWithinTheBudget() throws InterruptedException {
    int students = 200;
    int classrooms = 20;
    String run = Names.unique("lat");
    try (TeacherSocket teacher = TeacherSocket.open(stack);
        KafkaProducer<String, String> producer = EventTopic.producer(stack.kafka())) {
      IntStream.range(0, classrooms).forEach(c -> teacher.subscribe(run + "-c" + c));
      await().until(() -> teacher.ofType("subscribed").size() == classrooms);

      burstsInRealTime(producer, run, students, classrooms);

      await().atMost(FRAME_WITHIN).until(() -> detected(teacher, run).count() >= students);
      Latencies latencies =
          Latencies.of(
              detected(teacher, run)
                  .mapToLong(
                      frame ->
                          frame.receivedMillis()
                              - Instant.parse(frame.event().path("at").asText()).toEpochMilli()));
      System.out.println("produce-to-frame latency over 200 bursts: " + latencies);
      assertThat(detected(teacher, run).map(f -> f.event().path("student_id").asText()))
          .doesNotHaveDuplicates()
          .hasSize(students);
    }
  }

  /** Every student makes six errors in 20 s; an event's timestamp is the moment it is sent. */
  private static void burstsInRealTime(
      KafkaProducer<String, String> producer, String run, int students, int classrooms)
      throws InterruptedException {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    for (int s = 0; s < students; s++) {
      String student = run + "-s" + s;
      String classroom = run + "-c" + (s % classrooms);
      String item = "item-" + s;
      for (int e = 0; e < ERRORS_IN_A_BURST; e++) {
        long atMillis = 4_000L * e + 20L * s;
        var unused =
            clock.schedule(
                () ->
                    EventTopic.send(
                        producer, Metric.error(student, classroom, Instant.now()).on(item)),
                atMillis,
                TimeUnit.MILLISECONDS);
      }
    }
    clock.shutdown();
    assertThat(clock.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    producer.flush();
  }

  private static Stream<TeacherSocket.Frame> detected(TeacherSocket teacher, String run) {
    return teacher.ofType("event").stream()
        .filter(frame -> frame.event().path("type").asText().equals("frustration.detected"))
        .filter(frame -> frame.event().path("student_id").asText().startsWith(run));
  }
}
