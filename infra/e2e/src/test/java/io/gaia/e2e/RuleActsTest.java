package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A rule that is set through the API acts on the events that come after it, without a restart. */
@ExtendWith(SharedStack.class)
class RuleActsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ERRORS = 5;

  private final StackFile stack;

  RuleActsTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void aClassWithAHigherThresholdIsNotCalledForWhatOthersAre() {
    String strict = Names.unique("rule-strict");
    String usual = Names.unique("rule-usual");
    Api admin = new Api(stack, "admin");
    Api.Answer set =
        admin.put(
            "/detection-rules/classroom:" + strict,
            "{\"threshold\":\"critical\",\"weights\":{\"failure_streak\":0,\"error_burst\":0.3}}");
    assertThat(set.status()).as(set.body().toString()).isEqualTo(200);
    try (TeacherSocket teacher = TeacherSocket.open(stack)) {
      teacher.subscribe(strict);
      teacher.subscribe(usual);
      await().until(() -> teacher.ofType("subscribed").size() == 2);

      isCalledFor(teacher, "seen", usual);
      errors(strict, "calm");
      await().atMost(PATIENCE).until(() -> admin.get(score("calm-" + strict)).status() == 200);
      isCalledFor(teacher, "after", usual);
      assertThat(teacher.eventsOf("calm-" + strict)).isEmpty();

      set = admin.put("/detection-rules/classroom:" + strict, "{}");
      assertThat(set.status()).isEqualTo(200);
      isCalledFor(teacher, "again", usual);
      isCalledFor(teacher, "next", strict);
    }
  }

  /** Besides, what came before it on any topic has been dealt with by then. */
  private void isCalledFor(TeacherSocket teacher, String student, String classroom) {
    errors(classroom, student);
    await().atMost(PATIENCE).until(() -> !teacher.eventsOf(student + "-" + classroom).isEmpty());
  }

  private static String score(String student) {
    return "/students/" + student + "/frustration";
  }

  private void errors(String classroom, String student) {
    Instant now = Instant.now();
    List<Metric> burst =
        IntStream.range(0, ERRORS)
            .mapToObj(
                i -> Metric.error(student + "-" + classroom, classroom, now.minusSeconds(10 - i)))
            .toList();
    ConsoleClient.produce(stack.kafka(), "usability-metrics", burst);
  }
}
