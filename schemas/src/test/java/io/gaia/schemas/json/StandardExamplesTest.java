package io.gaia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.event.UsabilityMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The example statements of the xAPI specification (1.0.3, part two, appendices A and D) and
 * example events of the Caliper Analytics specification (1.2), with the ids, verbs, actors and
 * results that they have there. Names, descriptions and other things that no reader looks at are
 * left out.
 */
class StandardExamplesTest {

  // xAPI: appendix A

  @Test
  void theSimpleStatementIsArchivedUnderItsVerb() {
    UsabilityMetric metric =
        statement(
            """
            {"id": "fd41c918-b88b-4b20-a0a5-a4c32391aaa0", "timestamp": "2015-11-18T12:17:00+00:00",
             "actor": {"objectType": "Agent", "mbox": "mailto:user@example.com"},
             "verb": {"id": "http://example.com/xapi/verbs#sent-a-statement"},
             "object": {"id": "http://example.com/xapi/activity/simplestatement"}}
            """);
    assertThat(metric.metricType()).isEqualTo("xapi:sent-a-statement");
    assertThat(metric.eventId()).isEqualTo("fd41c918-b88b-4b20-a0a5-a4c32391aaa0");
    assertThat(metric.studentId()).matches("x-[0-9a-f]{20}");
    assertThat(metric.timestamp()).isEqualTo(Instant.parse("2015-11-18T12:17:00Z"));
  }

  @Test
  void aCourseThatWasAttemptedWithSuccessIsAnAttempt() {
    UsabilityMetric metric =
        statement(
            """
            {"id": "7ccd3322-e1a5-411a-a67d-6a735c76f119", "timestamp": "2015-12-18T12:17:00+00:00",
             "actor": {"objectType": "Agent", "mbox": "mailto:example.learner@adlnet.gov"},
             "verb": {"id": "http://adlnet.gov/expapi/verbs/attempted"},
             "object": {"id": "http://example.adlnet.gov/xapi/example/simpleCBT"},
             "result": {"score": {"scaled": 0.95}, "success": true, "completion": true,
               "duration": "PT1234S"}}
            """);
    assertThat(metric.metricType()).isEqualTo("attempt");
    assertThat(metric.metricValue()).isEqualTo(0.95);
    assertThat(metric.correct()).contains(true);
    assertThat(metric.itemId()).contains("http://example.adlnet.gov/xapi/example/simpleCBT");
    assertThat(metric.metadata().get("duration_seconds").doubleValue()).isEqualTo(1234);
  }

  @Test
  void theLongStatementIsOfATeamAndSoOfNoStudent() {
    ReadResult read =
        readStatement(
            """
            {"id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
             "actor": {"objectType": "Group", "mbox": "mailto:teampb@example.com", "member": [
               {"objectType": "Agent",
                 "account": {"homePage": "http://www.example.com", "name": "13936749"}},
               {"objectType": "Agent", "openid": "http://toby.openid.example.org/"},
               {"objectType": "Agent", "mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"}]},
             "verb": {"id": "http://adlnet.gov/expapi/verbs/attended"},
             "result": {"success": true, "completion": true, "duration": "PT1H0M0S"},
             "context": {"registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
               "contextActivities": {"parent": [{"objectType": "Activity",
                 "id": "http://www.example.com/meetings/series/267"}]},
               "platform": "Example virtual meeting software", "language": "tlh"},
             "timestamp": "2013-05-18T05:32:34.804+00:00", "version": "1.0.0",
             "object": {"objectType": "Activity",
               "id": "http://www.example.com/meetings/occurances/34534"}}
            """);
    assertThat(read)
        .isInstanceOfSatisfying(
            ReadResult.Rejected.class, why -> assertThat(why.field()).contains("actor"));
  }

  // xAPI: appendix D

  @Test
  void theSignedStatementIsNavigation() {
    UsabilityMetric metric =
        statement(
            """
            {"version": "1.0.0", "id": "33cff416-e331-4c9d-969e-5373a1756120",
             "actor": {"mbox": "mailto:example@example.com", "objectType": "Agent"},
             "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
             "object": {"id": "https://www.youtube.com/watch?v=xh4kIiH3Sm8",
               "objectType": "Activity"},
             "timestamp": "2013-04-01T12:00:00Z",
             "attachments": [{"usageType": "http://adlnet.gov/expapi/attachments/signature",
               "contentType": "application/octet-stream", "length": 4235,
               "sha2": "672fa5fa658017f1b72d65036f13379c6ab05d4ab3b6664908d8acf0b6a0c634"}]}
            """);
    assertThat(metric.metricType()).isEqualTo("navigation");
    assertThat(metric.itemId()).contains("https://www.youtube.com/watch?v=xh4kIiH3Sm8");
    assertThat(metric.metadata().get("verb").textValue()).isEqualTo("experienced");
  }

  // Caliper

  private static final String SECTION = "https://example.edu/terms/201801/courses/7/sections/1";

  @Test
  void anItemThatIsCompletedIsTheAssignableOfTheAttempt() {
    UsabilityMetric metric =
        event(
            """
            {"id": "urn:uuid:e5891791-3d27-4df1-a272-091806a43dfb", "type": "AssessmentItemEvent",
             "profile": "AssessmentProfile", "action": "Completed",
             "actor": {"id": "https://example.edu/users/554433", "type": "Person"},
             "object": {"id": "SECTION/assess/1/items/3/users/554433/attempts/1", "type": "Attempt",
               "assignee": "https://example.edu/users/554433",
               "assignable": {"id": "SECTION/assess/1/items/3", "type": "AssessmentItem",
                 "isPartOf": {"id": "SECTION/assess/1", "type": "Assessment"}},
               "isPartOf": "SECTION/assess/1/users/554433/attempts/1", "count": 1},
             "generated": {"id": "SECTION/assess/1/items/3/users/554433/responses/1",
               "type": "FillinBlankResponse", "values": ["subject", "object", "predicate"]},
             "eventTime": "2018-11-15T10:15:12.000Z",
             "edApp": {"id": "https://example.edu", "type": "SoftwareApplication"},
             "group": {"id": "SECTION", "type": "CourseSection"},
             "membership": {"id": "SECTION/rosters/1", "type": "Membership",
               "member": "https://example.edu/users/554433", "organization": "SECTION",
               "roles": ["Learner"], "status": "Active"},
             "session": {"id": "https://example.edu/sessions/1f6442a482de72ea6ad134943812bff564a76259",
               "type": "Session"}}
            """);
    assertThat(metric.metricType()).isEqualTo("navigation");
    assertThat(metric.itemId()).contains(SECTION + "/assess/1/items/3");
    assertThat(metric.lessonId()).contains(SECTION + "/assess/1");
    assertThat(metric.classroomId()).contains(SECTION);
    assertThat(metric.studentId()).isEqualTo("https://example.edu/users/554433");
  }

  @Test
  void aSessionThatAProgramEndedIsOfItsUser() {
    UsabilityMetric metric =
        event(
            """
            {"id": "urn:uuid:4e61cf6c-ffbe-45bc-893f-afe7ad40a7d9", "type": "SessionEvent",
             "profile": "SessionProfile", "action": "TimedOut",
             "actor": {"id": "https://example.edu", "type": "SoftwareApplication", "version": "v2"},
             "object": {"id": "https://example.edu/sessions/7d6b88adf746f0692e2e873308b78c60fb13a864",
               "type": "Session", "user": {"id": "https://example.edu/users/112233", "type": "Person"}},
             "eventTime": "2018-11-15T10:15:00.000Z",
             "edApp": "https://example.edu"}
            """);
    assertThat(metric.metricType()).isEqualTo("blur");
    assertThat(metric.studentId()).isEqualTo("https://example.edu/users/112233");
  }

  @Test
  void whatAnInstructorDoesIsOfNoStudent() {
    ReadResult read =
        readEvent(
            """
            {"id": "urn:uuid:2635b9dd-0061-4059-ac61-2718ab366f75", "type": "AssignableEvent",
             "profile": "AssignableProfile", "action": "Activated",
             "actor": {"id": "https://example.edu/users/112233", "type": "Person"},
             "object": {"id": "SECTION/assess/1", "type": "Assessment"},
             "eventTime": "2018-11-12T10:15:00.000Z",
             "group": {"id": "SECTION", "type": "CourseSection"},
             "membership": {"id": "SECTION/rosters/1", "type": "Membership",
               "member": "https://example.edu/users/112233", "roles": ["Instructor"]}}
            """);
    assertThat(read)
        .isInstanceOfSatisfying(
            ReadResult.Rejected.class, why -> assertThat(why.field()).contains("membership.roles"));
  }

  @Test
  void whoLearnsInAnyWayIsAStudent() {
    String event =
        """
        {"id": "urn:uuid:1", "type": "SessionEvent", "action": "LoggedIn",
         "actor": "https://example.edu/users/1", "object": "https://example.edu",
         "eventTime": "2018-11-15T10:15:00.000Z", "membership": {"roles": ["ROLE"]}}
        """;
    String vocabulary = "http://purl.imsglobal.org/vocab/lis/v2/membership";
    for (String role :
        List.of("Learner", vocabulary + "#Learner", vocabulary + "/Learner#GuestLearner")) {
      assertThat(readEvent(event.replace("ROLE", role)))
          .as(role)
          .isInstanceOf(ReadResult.Accepted.class);
    }
    for (String role : List.of("Instructor", vocabulary + "/Instructor#Grader", "Mentor")) {
      assertThat(readEvent(event.replace("ROLE", role)))
          .as(role)
          .isInstanceOf(ReadResult.Rejected.class);
    }
  }

  private static UsabilityMetric statement(String json) {
    return accepted(readStatement(json));
  }

  /** Received right away, for what is too old is not taken. */
  private static ReadResult readStatement(String json) {
    JsonNode statement = tree(json);
    return XapiReader.read(statement, received(statement, "timestamp"));
  }

  private static UsabilityMetric event(String json) {
    return accepted(readEvent(json));
  }

  private static ReadResult readEvent(String json) {
    JsonNode event = tree(json.replace("SECTION", SECTION));
    return CaliperReader.read(event, received(event, "eventTime"));
  }

  private static Instant received(JsonNode json, String field) {
    return Instant.parse(json.get(field).textValue().replace("+00:00", "Z"))
        .plus(Duration.ofSeconds(5));
  }

  private static UsabilityMetric accepted(ReadResult read) {
    assertThat(read).isInstanceOf(ReadResult.Accepted.class);
    return (UsabilityMetric) ((ReadResult.Accepted) read).event();
  }

  private static JsonNode tree(String json) {
    try {
      return EventCodec.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
