package io.gaia.schemas.json;

import static io.gaia.schemas.json.ForeignJson.pseudonym;
import static io.gaia.schemas.json.ForeignJson.shortened;
import static io.gaia.schemas.json.ForeignJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.event.MetricType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads Caliper 1.2 (and 1.1) events as student events; they come in envelopes, many in one.
 *
 * <table>
 * <caption>Event type and action</caption>
 * <tr><th>type</th><th>action</th><th>becomes</th></tr>
 * <tr><td>GradeEvent</td><td>Graded</td><td>attempt of the assignee: value = scoreGiven of maxScore;
 *     correct = all of it</td></tr>
 * <tr><td>AssessmentItemEvent</td><td>Started, Completed, Skipped</td><td>navigation: whether it was
 *     right comes with the grade</td></tr>
 * <tr><td>AssessmentEvent, AssignableEvent</td><td>Started, Resumed, Activated</td><td>focus</td></tr>
 * <tr><td></td><td>Paused, Deactivated</td><td>blur</td></tr>
 * <tr><td></td><td>Restarted, Reset, Reviewed</td><td>navigation</td></tr>
 * <tr><td></td><td>Submitted, Completed</td><td>completion</td></tr>
 * <tr><td>SessionEvent, ToolLaunchEvent</td><td>LoggedIn, Launched</td><td>focus</td></tr>
 * <tr><td></td><td>LoggedOut, TimedOut, Returned</td><td>blur</td></tr>
 * <tr><td>NavigationEvent, ViewEvent, MediaEvent</td><td>NavigatedTo, Viewed, Started, JumpedTo,
 *     Restarted</td><td>navigation</td></tr>
 * <tr><td>ToolUseEvent</td><td>Used</td><td>click</td></tr>
 * <tr><td>FeedbackEvent</td><td>Ranked on a scale of five</td><td>a satisfaction rating</td></tr>
 * <tr><td colspan="2">any other</td><td>a metric of type {@code caliper:Type.Action}: archived, not
 *     scored</td></tr>
 * </table>
 *
 * <p>Student: the actor's OneRoster or SIS sourced id among {@code otherIdentifiers}, else its id
 * (of a mail address a hash); of a grade the assignee, of what a program did object.user. An actor
 * whose membership says other roles than Learner is no student. Classroom: of the group, in the
 * same way. App: edApp's name, else its id. Session: session.id. Item: the object's id; of a grade
 * or an attempt the assignable's. Lesson: what the item is part of. Every entity may also be an id
 * alone.
 */
public final class CaliperReader {

  private static final String FOCUS = MetricType.FOCUS.wireName();
  private static final String BLUR = MetricType.BLUR.wireName();
  private static final String NAVIGATION = MetricType.NAVIGATION.wireName();
  private static final String COMPLETION = MetricType.COMPLETION.wireName();
  private static final String CLICK = MetricType.CLICK.wireName();

  private static final Map<String, String> OF_WORK =
      Map.of(
          "Started", FOCUS,
          "Resumed", FOCUS,
          "Activated", FOCUS,
          "Paused", BLUR,
          "Deactivated", BLUR,
          "Restarted", NAVIGATION,
          "Reset", NAVIGATION,
          "Reviewed", NAVIGATION,
          "Submitted", COMPLETION,
          "Completed", COMPLETION);

  private static final Map<String, String> OF_PRESENCE =
      Map.of(
          "LoggedIn", FOCUS,
          "Launched", FOCUS,
          "LoggedOut", BLUR,
          "TimedOut", BLUR,
          "Returned", BLUR);

  private static final Map<String, String> OF_READING =
      Map.of(
          "NavigatedTo", NAVIGATION,
          "Viewed", NAVIGATION,
          "Started", NAVIGATION,
          "JumpedTo", NAVIGATION,
          "Restarted", NAVIGATION);

  private static final Map<String, Map<String, String>> TYPES =
      Map.of(
          "AssessmentItemEvent",
          Map.of("Started", NAVIGATION, "Completed", NAVIGATION, "Skipped", NAVIGATION),
          "AssessmentEvent",
          OF_WORK,
          "AssignableEvent",
          OF_WORK,
          "SessionEvent",
          OF_PRESENCE,
          "ToolLaunchEvent",
          OF_PRESENCE,
          "NavigationEvent",
          OF_READING,
          "ViewEvent",
          OF_READING,
          "MediaEvent",
          OF_READING,
          "ToolUseEvent",
          Map.of("Used", CLICK));

  private static final Set<String> SOURCED_IDS = Set.of("OneRosterSourcedId", "SisSourcedId");
  private static final String DEFAULT_APP = "caliper";
  private static final int BEST_RATING = 5;

  private CaliperReader() {}

  /** True if the JSON claims to be an envelope: it names its sensor. */
  public static boolean isEnvelope(JsonNode json) {
    return json.has("sensor");
  }

  /** What an envelope holds, each to be given to {@link #read}; empty if it has no data. */
  public static List<JsonNode> events(JsonNode envelope) {
    List<JsonNode> events = new ArrayList<>();
    envelope.path("data").forEach(events::add);
    return events;
  }

  /**
   * Reads one event of an envelope.
   *
   * @param receivedAt as for {@link StudentEventReader#read(JsonNode, Instant)}
   */
  public static ReadResult read(JsonNode event, Instant receivedAt) {
    Optional<String> type = text(event, "type").map(CaliperReader::term);
    if (type.filter(name -> name.endsWith("Event")).isEmpty()) {
      return rejected("type", "takes the name of an event; descriptions of entities are not used");
    }
    Optional<String> action = text(event, "action").map(CaliperReader::term);
    if (action.isEmpty()) {
      return rejected("action", "is missing");
    }
    if (isOfTeacher(event)) {
      return rejected("membership.roles", "takes a Learner; what teachers do is not used");
    }
    String whose = whose(type.get(), event);
    Optional<String> studentId = sourcedId(event.at("/" + whose.replace('.', '/')));
    if (studentId.isEmpty()) {
      return rejected(whose, "takes a person: an id, or an object with one");
    }
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    text(event, "id").ifPresent(id -> read.put("event_id", shortened(id)));
    read.put("student_id", studentId.get());
    read.put("app_name", app(event.path("edApp")));
    read.put("session_id", id(event.path("session")).orElse(studentId.get() + "-caliper"));
    text(event, "eventTime").ifPresent(at -> read.put("timestamp", at));
    sourcedId(event.path("group")).ifPresent(id -> read.put("classroom_id", id));
    Optional<Integer> rating = rating(type.get(), event.path("generated"));
    if (rating.isPresent()) {
      read.put("rating", rating.get());
    } else {
      putMetric(read, type.get(), action.get(), event);
    }
    return StudentEventReader.read(read, receivedAt);
  }

  /** Where the student stands: a grade is given, and a session ended, by a program. */
  private static String whose(String type, JsonNode event) {
    if (type.equals("GradeEvent")) {
      return "object.assignee";
    }
    boolean isOfProgram =
        term(event.path("actor").path("type").asText()).equals("SoftwareApplication");
    return isOfProgram ? "object.user" : "actor";
  }

  /** Somebody whose roles in the class are said, and who does not learn in it. */
  private static boolean isOfTeacher(JsonNode event) {
    JsonNode roles = event.path("membership").path("roles");
    boolean isKnown = !event.path("type").asText().endsWith("GradeEvent") && !roles.isEmpty();
    boolean learns = false;
    for (JsonNode role : roles) {
      // Learner, or an IRI that ends in membership#Learner or membership/Learner#GuestLearner
      learns |= role.asText().endsWith("Learner") || role.asText().contains("/Learner#");
    }
    return isKnown && !learns;
  }

  private static void putMetric(ObjectNode read, String type, String action, JsonNode event) {
    JsonNode object = event.path("object");
    Optional<Double> grade = type.equals("GradeEvent") ? grade(event) : Optional.empty();
    JsonNode item =
        type.equals("GradeEvent") || term(object.path("type").asText()).equals("Attempt")
            ? object.path("assignable")
            : object;
    read.put(
        "metric_type",
        grade.isPresent()
            ? MetricType.ATTEMPT.wireName()
            : Optional.ofNullable(TYPES.getOrDefault(type, Map.of()).get(action))
                .orElse(shortened("caliper:" + type + "." + action)));
    read.put("metric_value", grade.orElse(1.0));
    grade.ifPresent(share -> read.put("correct", share >= 1));
    id(item).ifPresent(id -> read.put("item_id", id));
    id(item.path("isPartOf")).ifPresent(id -> read.put("lesson_id", id));
    read.putObject("metadata").put("type", type).put("action", action);
  }

  private static Optional<Double> grade(JsonNode event) {
    JsonNode score = event.path("generated");
    double most = score.path("maxScore").asDouble(0);
    return score.path("scoreGiven").isNumber() && most > 0
        ? Optional.of(score.path("scoreGiven").doubleValue() / most)
        : Optional.empty();
  }

  private static Optional<Integer> rating(String type, JsonNode generated) {
    JsonNode scale = generated.path("question").path("scale");
    boolean isOfFive =
        type.equals("FeedbackEvent") && scale.path("scalePoints").asInt(0) == BEST_RATING;
    if (!isOfFive) {
      return Optional.empty();
    }
    String chosen = generated.path("selections").path(0).asText();
    List<String> values = new ArrayList<>();
    scale.path("itemValues").forEach(value -> values.add(value.asText()));
    // the scale's own order counts; without one the value itself is the number
    int place = values.isEmpty() && chosen.matches("[1-5]") ? Integer.parseInt(chosen) : 0;
    int found = values.indexOf(chosen) + 1;
    return Optional.of(Math.max(place, found)).filter(number -> number >= 1);
  }

  /** The id that a school's own system gave, else the entity's own. */
  private static Optional<String> sourcedId(JsonNode entity) {
    for (JsonNode other : entity.path("otherIdentifiers")) {
      if (SOURCED_IDS.contains(term(other.path("identifierType").asText()))
          && text(other, "identifier").isPresent()) {
        return text(other, "identifier").map(ForeignJson::shortened);
      }
    }
    return id(entity);
  }

  private static Optional<String> id(JsonNode entity) {
    Optional<String> id =
        entity.isTextual()
            ? Optional.of(entity.textValue()).filter(text -> !text.isBlank())
            : text(entity, "id");
    return id.map(iri -> iri.startsWith("mailto:") ? pseudonym(iri) : shortened(iri));
  }

  private static String app(JsonNode app) {
    return text(app, "name").map(ForeignJson::shortened).or(() -> id(app)).orElse(DEFAULT_APP);
  }

  /** A term of the vocabulary, whether it stands alone or as an IRI. */
  private static String term(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('#')) + 1);
  }

  private static ReadResult rejected(String field, String takes) {
    return new ReadResult.Rejected(field + " " + takes, Optional.of(field));
  }
}
