package io.gaia.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import io.gaia.schemas.json.ReadResult.Rejected;
import io.gaia.schemas.topic.Topic;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentEventReaderTest {

  private static final Instant RECEIVED = Instant.parse("2026-01-31T09:30:00Z");
  private static final String METRIC =
      "{'event_id':'e1','student_id':'s1','app_name':'quiz','session_id':'x','metric_type':'error',"
          + "'metric_value':1,'timestamp':'2026-01-31T09:29:59Z'}";
  private static final String RATING =
      "{'event_id':'r1','student_id':'s1','app_name':'quiz','session_id':'x','rating':2,"
          + "'timestamp':'2026-01-31T09:29:59Z'}";

  @Test
  void aMetricIsRead() {
    assertThat(accepted(METRIC))
        .isEqualTo(
            new UsabilityMetric(
                "e1",
                "s1",
                "quiz",
                "x",
                "error",
                1,
                Instant.parse("2026-01-31T09:29:59Z"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of()));
  }

  @Test
  void aRatingIsToldByItsRating() {
    assertThat(accepted(RATING))
        .isEqualTo(
            new SatisfactionRating(
                "r1",
                "s1",
                "quiz",
                "x",
                2,
                Optional.empty(),
                Instant.parse("2026-01-31T09:29:59Z"),
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'student_id':'s1',    |                             | student_id   | student_id is"
            + " missing",
        "'s1'                  | null                        | student_id   | student_id is"
            + " missing",
        "'s1'                  | 7                           | student_id   | student_id takes a"
            + " text of at most 200 characters",
        "'s1'                  | '  '                        | student_id   | student_id takes a"
            + " text that is not blank and has no control characters",
        "'quiz'                | 'q\\u0000'                  | app_name     | app_name takes a text"
            + " that is not blank and has no control characters",
        "'session_id':'x',     |                             | session_id   | session_id is"
            + " missing",
        "'error'               | ['error']                   | metric_type  | metric_type takes a"
            + " text of at most 200 characters",
        "'metric_value':1,     |                             | metric_value | metric_value is"
            + " missing",
        "'metric_value':1      | 'metric_value':'1'          | metric_value | metric_value takes a"
            + " number",
        "'metric_value':1      | 'metric_value':1e999        | metric_value | metric_value takes a"
            + " number",
        "2026-01-31T09:29:59Z  | 1970-01-01T00:00:00Z        | timestamp    | timestamp is more"
            + " than 400 days old",
        "2026-01-31T09:29:59Z  | 2100-01-01T00:00:00Z        | timestamp    | timestamp is more"
            + " than 5 minutes ahead of when it was received",
        "2026-01-31T09:29:59Z  | yesterday                   | timestamp    | timestamp takes RFC"
            + " 3339, such as 2026-01-31T09:30:00Z",
        "'2026-01-31T09:29:59Z'| 1769851799                  | timestamp    | timestamp takes a"
            + " text of at most 64 characters",
        "}                     | ,'metadata':'m'}            | metadata     | metadata takes an"
            + " object",
        "}                     | ,'correct':'yes'}           | correct      | correct takes true or"
            + " false",
        "}                     | ,'classroom_id':['c']}      | classroom_id | classroom_id takes a"
            + " text of at most 200 characters"
      })
  void aMalformedMetricIsRejectedWithItsFieldAndReason(
      String part, String wrong, String field, String reason) {
    assertThat(rejected(METRIC.replace(part.strip(), wrong == null ? "" : wrong)))
        .isEqualTo(new Rejected(reason, Optional.of(field)));
  }

  @ParameterizedTest
  @CsvSource({"0", "6", "2.5", "'\"2\"'", "null"})
  void aRatingIsAWholeNumberFromOneToFive(String rating) {
    assertThat(rejected(RATING.replace("'rating':2", "'rating':" + rating)))
        .isEqualTo(new Rejected("rating takes a whole number from 1 to 5", Optional.of("rating")));
  }

  @ParameterizedTest
  @CsvSource({"[]", "7", "null", "'\"text\"'"})
  void whatIsNoObjectIsRejected(String json) {
    assertThat(rejected(json)).isEqualTo(new Rejected("takes a JSON object", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"hello", "{", "'{} {}'", "''"})
  void whatIsNoJsonIsRejected(String text) {
    Rejected rejected = rejected(text);
    assertThat(rejected.field()).isEmpty();
    assertThat(rejected.reason())
        .isEqualTo(
            text.isEmpty() ? "takes a JSON object" : "not JSON: " + rejected.reason().substring(10))
        .isNotEqualTo("not JSON: ");
  }

  @Test
  void twoMegabytesAreRejectedUnread() {
    ReadResult result = StudentEventReader.read(new byte[2 * 1024 * 1024], RECEIVED);
    assertThat(result)
        .isEqualTo(
            new Rejected(
                "event of 2097152 bytes; at most " + Topic.MAX_VALUE_BYTES, Optional.empty()));
  }

  @Test
  void anUnknownTypePassesAndUnknownFieldsAreKept() {
    UsabilityMetric metric =
        (UsabilityMetric)
            accepted(
                METRIC
                    .replace("'error'", "'eye_blink'")
                    .replace("}", ",'device':'tablet','metadata':{'tries':3}}"));
    assertThat(metric.metricType()).isEqualTo("eye_blink");
    assertThat(metric.extra()).isEqualTo(Map.of("device", TextNode.valueOf("tablet")));
    assertThat(metric.metadata()).isEqualTo(Map.of("tries", IntNode.valueOf(3)));
  }

  @Test
  void aTimeZoneIsTurnedIntoUtc() {
    assertThat(accepted(METRIC.replace("09:29:59Z", "10:29:59+01:00")).timestamp())
        .isEqualTo(Instant.parse("2026-01-31T09:29:59Z"));
  }

  @Test
  void theBoundsOfTimeAreTaken() {
    Instant ahead = RECEIVED.plus(StudentEventReader.MAX_AHEAD);
    Instant old = RECEIVED.minus(StudentEventReader.MAX_AGE);
    assertThat(accepted(METRIC.replace("2026-01-31T09:29:59Z", ahead.toString())).timestamp())
        .isEqualTo(ahead);
    assertThat(accepted(METRIC.replace("2026-01-31T09:29:59Z", old.toString())).timestamp())
        .isEqualTo(old);
  }

  @Test
  void anEventWithoutAnIdGetsOneThatItsContentGives() {
    String anonymous = METRIC.replace("'event_id':'e1',", "");
    String id = accepted(anonymous).eventId();
    assertThat(id).isNotBlank();
    assertThat(accepted(anonymous).eventId()).isEqualTo(id);
    assertThat(
            accepted(
                    "{'timestamp':'2026-01-31T09:29:59Z','metric_value':1,'metric_type':'error',"
                        + "'session_id':'x','app_name':'quiz','student_id':'s1'}")
                .eventId())
        .as("the order of fields does not count")
        .isEqualTo(id);
    assertThat(accepted(anonymous.replace("'s1'", "'s2'")).eventId()).isNotEqualTo(id);
    assertThat(accepted(anonymous.replace("}", ",'n':1}")).eventId()).isNotEqualTo(id);
    assertThat(accepted(RATING.replace("'event_id':'r1',", "")).eventId()).isNotBlank();
  }

  private static StudentEvent accepted(String json) {
    return read(json)
        .match(
            accepted -> accepted.event(),
            rejected -> {
              throw new AssertionError(rejected.reason());
            });
  }

  private static Rejected rejected(String json) {
    return read(json)
        .match(
            accepted -> {
              throw new AssertionError("accepted " + accepted.event());
            },
            rejected -> rejected);
  }

  private static ReadResult read(String json) {
    return StudentEventReader.read(json.replace('\'', '"').getBytes(UTF_8), RECEIVED);
  }
}
