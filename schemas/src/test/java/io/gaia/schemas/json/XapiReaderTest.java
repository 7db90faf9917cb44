package io.gaia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XapiReaderTest {

  private static final Instant RECEIVED = Instant.parse("2026-01-31T09:30:05Z");

  @Test
  void anAnswerIsAnAttemptWithItsScoreItemLessonAndClass() {
    UsabilityMetric metric =
        metric(
            """
            {"id": "7b0b2c4e-0000-4000-8000-000000000001",
             "actor": {"account": {"homePage": "https://school.example", "name": "p-17"}},
             "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
             "object": {"id": "https://app.example/items/fractions-4"},
             "result": {"success": false, "score": {"raw": 3, "max": 4}, "duration": "PT1M2.5S"},
             "context": {"platform": "fraction-app", "registration": "r-1",
               "contextActivities": {"parent": [{"id": "https://app.example/lessons/fractions"}]},
               "extensions": {"https://gaia.example/classroom_id": "c-1"}},
             "timestamp": "2026-01-31T10:30:00+01:00"}
            """);

    assertThat(metric.eventId()).isEqualTo("7b0b2c4e-0000-4000-8000-000000000001");
    assertThat(metric.studentId()).isEqualTo("p-17");
    assertThat(metric.appName()).isEqualTo("fraction-app");
    assertThat(metric.sessionId()).isEqualTo("r-1");
    assertThat(metric.metricType()).isEqualTo("attempt");
    assertThat(metric.metricValue()).isEqualTo(0.75);
    assertThat(metric.correct()).contains(false);
    assertThat(metric.itemId()).contains("https://app.example/items/fractions-4");
    assertThat(metric.lessonId()).contains("https://app.example/lessons/fractions");
    assertThat(metric.classroomId()).contains("c-1");
    assertThat(metric.timestamp()).isEqualTo(Instant.parse("2026-01-31T09:30:00Z"));
    assertThat(metric.metadata().get("duration_seconds").doubleValue()).isEqualTo(62.5);
  }

  @ParameterizedTest
  @CsvSource({
    "http://adlnet.gov/expapi/verbs/completed, completion",
    "http://adlnet.gov/expapi/verbs/attempted, navigation",
    "http://adlnet.gov/expapi/verbs/initialized, focus",
    "https://w3id.org/xapi/adl/verbs/abandoned/, blur",
    "http://adlnet.gov/expapi/verbs/interacted, click",
    "https://app.example/verbs#asked-for-hint, hint_request",
    "http://adlnet.gov/expapi/verbs/passed, attempt",
    "https://app.example/verbs/sang, xapi:sang",
  })
  void aVerbDecidesTheMetric(String verb, String type) {
    assertThat(metric(statement(verb, "")).metricType()).isEqualTo(type);
  }

  @Test
  void attemptedWithAResultIsAnAttempt() {
    UsabilityMetric metric =
        metric(
            statement(
                "http://adlnet.gov/expapi/verbs/attempted", ",\"result\":{\"success\":true}"));

    assertThat(metric.metricType()).isEqualTo("attempt");
    assertThat(metric.metricValue()).isEqualTo(1.0);
    assertThat(metric.correct()).contains(true);
  }

  @Test
  void ratedIsASatisfactionRating() {
    StudentEvent event =
        accepted(
            statement("http://id.example/verb/rated", ",\"result\":{\"score\":{\"raw\":2.0}}"));

    assertThat(event).isInstanceOf(SatisfactionRating.class);
    assertThat(((SatisfactionRating) event).rating()).isEqualTo(2);
  }

  @Test
  void aMailAddressNeverBecomesAStudentId() {
    UsabilityMetric metric =
        metric(
            """
            {"actor": {"mbox": "mailto:ada@school.example"},
             "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
             "timestamp": "2026-01-31T09:30:00Z"}
            """);

    assertThat(metric.studentId()).matches("x-[0-9a-f]{20}");
    assertThat(EventCodec.mapper().valueToTree(metric).toString()).doesNotContain("ada@");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(rejectedField("{\"actor\":{},\"verb\":{\"id\":\"x/answered\"}}")).contains("actor");
    assertThat(rejectedField("{\"actor\":{\"account\":{\"name\":\"p\"}},\"verb\":{}}"))
        .contains("verb");
    assertThat(rejectedField(statement("http://id.example/verb/rated", ""))).contains("rating");
  }

  @Test
  void whatHasNoTimeIsOfWhenItWasReceived() {
    String timeless =
        "{\"actor\":{\"account\":{\"name\":\"p\"}},\"verb\":{\"id\":\"x/answered\"}%s}";
    assertThat(metric(timeless.formatted("")).timestamp()).isEqualTo(RECEIVED);
    assertThat(metric(timeless.formatted(",\"stored\":\"2026-01-31T09:30:01Z\"")).timestamp())
        .isEqualTo(RECEIVED.minusSeconds(4));
    for (String bad : List.of("\"noon\"", "1769851800", "\" \"", "{}")) {
      assertThat(rejectedField(timeless.formatted(",\"timestamp\":" + bad)))
          .as(bad)
          .contains("timestamp");
    }
  }

  @Test
  void aGroupIsNotTakenForAStudent() {
    assertThat(
            rejectedField(
                """
                {"actor":{"objectType":"Group","account":{"homePage":"https://x","name":"g-1"}},
                 "verb":{"id":"x/answered"},"timestamp":"2026-01-31T09:30:00Z"}
                """))
        .contains("actor");
  }

  private static String statement(String verb, String more) {
    return """
    {"actor":{"account":{"name":"p-17"}},"verb":{"id":"%s"},
     "timestamp":"2026-01-31T09:30:00Z"%s}\
    """
        .formatted(verb, more);
  }

  private static UsabilityMetric metric(String statement) {
    return (UsabilityMetric) accepted(statement);
  }

  private static StudentEvent accepted(String statement) {
    ReadResult result = XapiReader.read(json(statement), RECEIVED);
    assertThat(result).isInstanceOf(ReadResult.Accepted.class);
    return ((ReadResult.Accepted) result).event();
  }

  private static Optional<String> rejectedField(String statement) {
    ReadResult result = XapiReader.read(json(statement), RECEIVED);
    assertThat(result).isInstanceOf(ReadResult.Rejected.class);
    return ((ReadResult.Rejected) result).field();
  }

  private static JsonNode json(String text) {
    try {
      return EventCodec.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
