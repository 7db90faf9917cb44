package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Timetables that are set through the API tell which class hears of a student of two classes. */
@ExtendWith(SharedStack.class)
class TheClassInSessionHearsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ERRORS = 5;

  private final StackFile stack;

  TheClassInSessionHearsTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void theClassWhoseLessonItIsHearsOfTheStudent() {
    String maths = Names.unique("maths");
    String german = Names.unique("german");
    String student = Names.unique("of-two-classes");
    Api admin = new Api(stack, "admin");
    ConsoleClient.produce(
        stack.kafka(),
        "roster",
        student,
        "{\"student_id\":\"%s\",\"classroom_ids\":[\"%s\",\"%s\"]}"
            .formatted(student, maths, german));
    for (String classroom : new String[] {maths, german}) {
      ConsoleClient.produce(
          stack.kafka(),
          "classrooms",
          classroom,
          "{\"classroom_id\":\"%1$s\",\"name\":\"%1$s\",\"teacher_ids\":[\"t-1\"]}"
              .formatted(classroom));
      await().atMost(PATIENCE).until(() -> admin.get("/classrooms/" + classroom).status() == 200);
    }
    Api.Answer set =
        admin.put("/classrooms/" + german + "/timetable", "{\"lesson_ids\":[\"poems\"]}");
    assertThat(set.status()).as(set.body().toString()).isEqualTo(200);
    try (TeacherSocket teacher = TeacherSocket.open(stack)) {
      teacher.subscribe(maths).subscribe(german);
      await().until(() -> teacher.ofType("subscribed").size() == 2);
      assertThat(classThatHearsOf(student, "poems", teacher)).isEqualTo(german);
      assertThat(classThatHearsOf(student, "fractions", teacher)).isEqualTo(maths);
    }
  }

  /** The first that is told of trouble in an app of the lesson's own. */
  private String classThatHearsOf(String student, String lesson, TeacherSocket teacher) {
    Instant now = Instant.now();
    String errors =
        IntStream.range(0, ERRORS)
            .mapToObj(
                i ->
                    """
                    {"student_id":"%s","app_name":"%s","session_id":"s","lesson_id":"%s",\
                    "metric_type":"error","metric_value":1,"timestamp":"%s"}\
                    """
                        .formatted(student, lesson, lesson, now.minusSeconds(10 - i)))
            .collect(Collectors.joining(",", "[", "]"));
    Api.Answer taken = new Api(stack, "app").post("/events", errors);
    assertThat(taken.status()).as(taken.body().toString()).isEqualTo(202);
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                teacher.eventsOf(student).stream()
                    .map(frame -> frame.event())
                    .filter(event -> event.path("app_name").asText().equals(lesson))
                    .map(event -> event.path("classroom_id").asText())
                    .findFirst()
                    .orElse(""),
            classroom -> !classroom.isEmpty());
  }
}
