package io.gaia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The longer events are shaped as the examples of the Caliper 1.2 specification. */
class CaliperReaderTest {

  private static final Instant RECEIVED = Instant.parse("2018-11-15T10:20:00Z");

  private static final String ITEM_STARTED =
      """
      {"@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
       "id": "urn:uuid:1b557176-ba67-4624-b060-6bee670a3d8e",
       "type": "AssessmentItemEvent", "profile": "AssessmentProfile",
       "actor": {"id": "https://example.edu/users/554433", "type": "Person"},
       "action": "Started",
       "object": {
         "id": "https://example.edu/terms/201801/courses/7/sections/1/assess/1/items/3",
         "type": "AssessmentItem", "name": "Assessment Item 3",
         "isPartOf": {"id": "https://example.edu/terms/201801/courses/7/sections/1/assess/1", "type": "Assessment"},
         "dateToStartOn": "2018-11-14T05:00:00.000Z", "maxAttempts": 2, "maxScore": 5.0, "isTimeDependent": false},
       "eventTime": "2018-11-15T10:15:00.000Z",
       "edApp": {"id": "https://example.edu", "type": "SoftwareApplication", "version": "v2"},
       "group": {"id": "https://example.edu/terms/201801/courses/7/sections/1", "type": "CourseSection",
         "courseNumber": "CPS 435-01", "academicSession": "Fall 2018"},
       "session": {"id": "https://example.edu/sessions/1f6442a482de72ea6ad134943812bff564a76259",
         "type": "Session", "startedAtTime": "2018-11-15T10:00:00.000Z"}}
      """;

  private static final String GRADED =
      """
      {"@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
       "id": "urn:uuid:a50ca17f-5971-47bb-8fca-4e6e6879001d",
       "type": "GradeEvent", "profile": "GradingProfile",
       "actor": {"id": "https://example.edu/autograder", "type": "SoftwareApplication", "version": "v2"},
       "action": "Graded",
       "object": {"id": "https://example.edu/terms/201801/courses/7/sections/1/assess/1/items/6/users/665544/attempts/1",
         "type": "Attempt", "assignee": "https://example.edu/users/665544",
         "assignable": "https://example.edu/terms/201801/courses/7/sections/1/assess/1/items/6", "count": 1},
       "generated": {"id": "https://example.edu/scores/1", "type": "Score",
         "attempt": "https://example.edu/attempts/1", "maxScore": 5.0, "scoreGiven": 3.0,
         "scoredBy": "https://example.edu/autograder", "comment": "auto-graded item"},
       "eventTime": "2018-11-15T10:15:46.000Z",
       "edApp": "https://example.edu",
       "group": {"id": "https://example.edu/terms/201801/courses/7/sections/1", "type": "CourseSection",
         "otherIdentifiers": [{"type": "SystemIdentifier", "identifierType": "OneRosterSourcedId", "identifier": "c-7"}]}}
      """;

  @Test
  void anItemThatIsBegunIsNavigationWithItemLessonClassAndSession() {
    UsabilityMetric metric = metric(ITEM_STARTED);

    assertThat(metric.eventId()).isEqualTo("urn:uuid:1b557176-ba67-4624-b060-6bee670a3d8e");
    assertThat(metric.studentId()).isEqualTo("https://example.edu/users/554433");
    assertThat(metric.metricType()).isEqualTo("navigation");
    assertThat(metric.appName()).isEqualTo("https://example.edu");
    assertThat(metric.sessionId())
        .isEqualTo("https://example.edu/sessions/1f6442a482de72ea6ad134943812bff564a76259");
    assertThat(metric.itemId().orElseThrow()).endsWith("/assess/1/items/3");
    assertThat(metric.lessonId().orElseThrow()).endsWith("/assess/1");
    assertThat(metric.classroomId().orElseThrow()).endsWith("/sections/1");
    assertThat(metric.timestamp()).isEqualTo(Instant.parse("2018-11-15T10:15:00Z"));
  }

  @Test
  void aGradeIsAnAttemptOfWhomItIsFor() {
    UsabilityMetric metric = metric(GRADED);

    assertThat(metric.studentId()).isEqualTo("https://example.edu/users/665544");
    assertThat(metric.metricType()).isEqualTo("attempt");
    assertThat(metric.metricValue()).isEqualTo(0.6);
    assertThat(metric.correct()).contains(false);
    assertThat(metric.itemId().orElseThrow()).endsWith("/items/6");
    assertThat(metric.classroomId()).contains("c-7");
    assertThat(metric(GRADED.replace("\"scoreGiven\": 3.0", "\"scoreGiven\": 5.0")).correct())
        .contains(true);
  }

  @ParameterizedTest
  @CsvSource({
    "AssessmentItemEvent, Skipped, navigation",
    "AssessmentEvent, Started, focus",
    "AssessmentEvent, Paused, blur",
    "AssessmentEvent, Submitted, completion",
    "AssignableEvent, Completed, completion",
    "SessionEvent, LoggedIn, focus",
    "SessionEvent, TimedOut, blur",
    "NavigationEvent, NavigatedTo, navigation",
    "ViewEvent, Viewed, navigation",
    "MediaEvent, Paused, caliper:MediaEvent.Paused",
    "ToolUseEvent, Used, click",
    "ForumEvent, Subscribed, caliper:ForumEvent.Subscribed",
    "http://purl.imsglobal.org/caliper/SessionEvent,"
        + " http://purl.imsglobal.org/vocab/caliper/action#LoggedOut, blur",
  })
  void typeAndActionDecideTheMetric(String type, String action, String metric) {
    assertThat(metric(event(type, action, "")).metricType()).isEqualTo(metric);
  }

  @Test
  void aRankOnAScaleOfFiveIsARating() {
    String generated =
        ",\"generated\":{\"type\":\"Rating\",\"selections\":[\"%s\"],\"question\":"
            + "{\"scale\":{\"type\":\"LikertScale\",\"scalePoints\":%d,\"itemValues\":[%s]}}}";
    String words = "\"never\",\"rarely\",\"at times\",\"often\",\"always\"";
    StudentEvent rated =
        accepted(event("FeedbackEvent", "Ranked", generated.formatted("often", 5, words)));
    assertThat(((SatisfactionRating) rated).rating()).isEqualTo(4);
    assertThat(
            metric(event("FeedbackEvent", "Ranked", generated.formatted("1", 4, "\"0\",\"1\"")))
                .metricType())
        .isEqualTo("caliper:FeedbackEvent.Ranked");
  }

  @Test
  void aSourcedIdIsTheStudentAndAMailAddressNeverIs() {
    String named =
        event("ToolUseEvent", "Used", "")
            .replace(
                "\"https://example.edu/users/1\"",
                "{\"id\":\"https://example.edu/users/1\",\"otherIdentifiers\":[{\"identifierType\":"
                    + "\"EmailAddress\",\"identifier\":\"ada@school.example\"},"
                    + "{\"identifierType\":\"SisSourcedId\",\"identifier\":\"p-17\"}]}");
    assertThat(metric(named).studentId()).isEqualTo("p-17");
    String mail =
        event("ToolUseEvent", "Used", "")
            .replace("https://example.edu/users/1", "mailto:ada@school.example");
    assertThat(metric(mail).studentId()).matches("x-[0-9a-f]{20}");
    assertThat(EventCodec.mapper().valueToTree(metric(mail)).toString()).doesNotContain("ada@");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(rejectedField("{\"type\":\"Person\",\"id\":\"x\"}")).contains("type");
    assertThat(rejectedField("{\"type\":\"ViewEvent\"}")).contains("action");
    assertThat(rejectedField("{\"type\":\"ViewEvent\",\"action\":\"Viewed\"}")).contains("actor");
    assertThat(rejectedField("{\"type\":\"GradeEvent\",\"action\":\"Graded\",\"actor\":\"x\"}"))
        .contains("object.assignee");
    assertThat(rejectedField("{\"type\":\"ViewEvent\",\"action\":\"Viewed\",\"actor\":\"x\"}"))
        .contains("timestamp");
  }

  private static String event(String type, String action, String more) {
    return """
    {"type":"%s","action":"%s","actor":"https://example.edu/users/1","object":"https://example.edu/x",
     "eventTime":"2018-11-15T10:15:00.000Z"%s}\
    """
        .formatted(type, action, more);
  }

  private static UsabilityMetric metric(String event) {
    return (UsabilityMetric) accepted(event);
  }

  private static StudentEvent accepted(String event) {
    ReadResult result = CaliperReader.read(json(event), RECEIVED);
    assertThat(result).isInstanceOf(ReadResult.Accepted.class);
    return ((ReadResult.Accepted) result).event();
  }

  private static Optional<String> rejectedField(String event) {
    ReadResult result = CaliperReader.read(json(event), RECEIVED);
    assertThat(result).isInstanceOf(ReadResult.Rejected.class);
    return ((ReadResult.Rejected) result).field();
  }

  private static JsonNode json(String text) {
    try {
      return EventCodec.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
