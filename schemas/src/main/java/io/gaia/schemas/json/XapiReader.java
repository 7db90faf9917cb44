package io.gaia.schemas.json;

import static io.gaia.schemas.json.ForeignJson.shortened;
import static io.gaia.schemas.json.ForeignJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gaia.schemas.event.MetricType;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads xAPI (1.0.3 and 2.0) statements as student events; the collector and the importers share
 * it.
 *
 * <table>
 * <caption>Verbs, by the last part of their IRI</caption>
 * <tr><th>verb</th><th>becomes</th></tr>
 * <tr><td>answered, attempted with a result, passed, failed</td><td>attempt: value = scaled score,
 *     else raw of max, else 1 for success; correct = result.success</td></tr>
 * <tr><td>completed, mastered, satisfied</td><td>completion</td></tr>
 * <tr><td>attempted without a result, experienced, viewed, skipped</td><td>navigation</td></tr>
 * <tr><td>initialized, launched, resumed</td><td>focus</td></tr>
 * <tr><td>suspended, abandoned, terminated, exited</td><td>blur</td></tr>
 * <tr><td>interacted, clicked, pressed, selected</td><td>click</td></tr>
 * <tr><td>asked, asked-for-hint, requested-hint</td><td>hint_request</td></tr>
 * <tr><td>rated with a raw score of 1 to 5</td><td>a satisfaction rating</td></tr>
 * <tr><td>any other</td><td>a metric of type {@code xapi:verb}: archived, not scored</td></tr>
 * </table>
 *
 * <p>Student: actor.account.name, else mbox_sha1sum, else a hash of mbox or openid (no mail address
 * enters a stream); a Group is no student. App: context.platform. Session: context.registration.
 * Item: object.id. Lesson: the first contextActivities.parent. Classroom: the context extension
 * whose IRI ends in {@code classroom_id}, else context.team.account.name. Time: timestamp, else
 * stored, else when it was received, as the standard wants it.
 */
public final class XapiReader {

  private static final Map<String, MetricType> TYPE_BY_VERB =
      Map.ofEntries(
          Map.entry("answered", MetricType.ATTEMPT),
          Map.entry("passed", MetricType.ATTEMPT),
          Map.entry("failed", MetricType.ATTEMPT),
          Map.entry("completed", MetricType.COMPLETION),
          Map.entry("mastered", MetricType.COMPLETION),
          Map.entry("satisfied", MetricType.COMPLETION),
          Map.entry("experienced", MetricType.NAVIGATION),
          Map.entry("viewed", MetricType.NAVIGATION),
          Map.entry("skipped", MetricType.NAVIGATION),
          Map.entry("initialized", MetricType.FOCUS),
          Map.entry("launched", MetricType.FOCUS),
          Map.entry("resumed", MetricType.FOCUS),
          Map.entry("suspended", MetricType.BLUR),
          Map.entry("abandoned", MetricType.BLUR),
          Map.entry("terminated", MetricType.BLUR),
          Map.entry("exited", MetricType.BLUR),
          Map.entry("interacted", MetricType.CLICK),
          Map.entry("clicked", MetricType.CLICK),
          Map.entry("pressed", MetricType.CLICK),
          Map.entry("selected", MetricType.CLICK),
          Map.entry("asked", MetricType.HINT_REQUEST),
          Map.entry("asked-for-hint", MetricType.HINT_REQUEST),
          Map.entry("requested-hint", MetricType.HINT_REQUEST));

  private static final String DEFAULT_APP = "xapi";

  private XapiReader() {}

  /** True if the JSON claims to be a statement: it has an actor and a verb. */
  public static boolean isStatement(JsonNode json) {
    return json.has("actor") && json.has("verb");
  }

  /**
   * @param receivedAt as for {@link StudentEventReader#read(JsonNode, Instant)}
   */
  public static ReadResult read(JsonNode statement, Instant receivedAt) {
    JsonNode actor = statement.path("actor");
    if (actor.path("objectType").asText().equals("Group")) {
      return rejected("actor", "takes one student, not a Group");
    }
    Optional<String> student = student(actor);
    if (student.isEmpty()) {
      return rejected("actor", "takes an account name, an mbox_sha1sum, an mbox or an openid");
    }
    Optional<String> verb = text(statement.path("verb"), "id").map(XapiReader::lastPart);
    if (verb.isEmpty() || verb.get().isEmpty()) {
      return rejected("verb", "takes an id: the verb's IRI");
    }
    JsonNode context = statement.path("context");
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    text(statement, "id").ifPresent(id -> event.put("event_id", id));
    event.put("student_id", student.get());
    event.put("app_name", text(context, "platform").orElse(DEFAULT_APP));
    event.put("session_id", text(context, "registration").orElse(student.get() + "-xapi"));
    event.set("timestamp", time(statement).orElseGet(() -> new TextNode(receivedAt.toString())));
    classroom(context).ifPresent(id -> event.put("classroom_id", id));
    JsonNode result = statement.path("result");
    if (verb.get().equals("rated")) {
      event.set("rating", wholeNumber(result.path("score").path("raw")));
    } else {
      putMetric(event, verb.get(), statement);
    }
    return StudentEventReader.read(event, receivedAt);
  }

  /** When it was, as the statement says it; empty if it does not say. */
  public static Optional<JsonNode> time(JsonNode statement) {
    return Stream.of("timestamp", "stored")
        .map(statement::path)
        .filter(at -> !at.isMissingNode() && !at.isNull())
        .findFirst();
  }

  private static void putMetric(ObjectNode event, String verb, JsonNode statement) {
    JsonNode result = statement.path("result");
    JsonNode context = statement.path("context");
    String type = type(verb, result);
    event.put("metric_type", type);
    Optional<Boolean> success = success(verb, result);
    if (type.equals(MetricType.ATTEMPT.wireName())) {
      event.put("metric_value", score(result).orElse(success.orElse(false) ? 1.0 : 0.0));
      success.ifPresent(correct -> event.put("correct", correct));
    } else {
      event.put("metric_value", 1.0);
    }
    text(statement.path("object"), "id").ifPresent(id -> event.put("item_id", shortened(id)));
    JsonNode parents = context.path("contextActivities").path("parent");
    text(parents.isArray() ? parents.path(0) : parents, "id")
        .ifPresent(id -> event.put("lesson_id", shortened(id)));
    ObjectNode metadata = event.putObject("metadata").put("verb", verb);
    seconds(result).ifPresent(duration -> metadata.put("duration_seconds", duration));
  }

  private static String type(String verb, JsonNode result) {
    if (verb.equals("attempted")) {
      boolean graded = result.has("success") || result.has("score");
      return (graded ? MetricType.ATTEMPT : MetricType.NAVIGATION).wireName();
    }
    return Optional.ofNullable(TYPE_BY_VERB.get(verb))
        .map(MetricType::wireName)
        .orElse("xapi:" + shortened(verb));
  }

  private static Optional<Boolean> success(String verb, JsonNode result) {
    if (result.path("success").isBoolean()) {
      return Optional.of(result.path("success").booleanValue());
    }
    return switch (verb) {
      case "passed" -> Optional.of(true);
      case "failed" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Double> score(JsonNode result) {
    JsonNode score = result.path("score");
    if (score.path("scaled").isNumber()) {
      return Optional.of(score.path("scaled").doubleValue());
    }
    double max = score.path("max").asDouble(0);
    return score.path("raw").isNumber() && max > 0
        ? Optional.of(score.path("raw").doubleValue() / max)
        : Optional.empty();
  }

  private static JsonNode wholeNumber(JsonNode raw) {
    // 4.0 is a whole number in xAPI
    return raw.isNumber() && raw.doubleValue() == Math.rint(raw.doubleValue())
        ? JsonNodeFactory.instance.numberNode(raw.longValue())
        : raw.isMissingNode() ? JsonNodeFactory.instance.nullNode() : raw;
  }

  private static Optional<Double> seconds(JsonNode result) {
    try {
      return text(result, "duration").map(iso -> Duration.parse(iso).toMillis() / 1000.0);
    } catch (DateTimeParseException e) {
      // years and months have no length in seconds; the field is a courtesy
      return Optional.empty();
    }
  }

  private static Optional<String> student(JsonNode actor) {
    return text(actor.path("account"), "name")
        .or(() -> text(actor, "mbox_sha1sum"))
        .or(() -> text(actor, "mbox").map(ForeignJson::pseudonym))
        .or(() -> text(actor, "openid").map(ForeignJson::pseudonym));
  }

  private static Optional<String> classroom(JsonNode context) {
    return context.path("extensions").properties().stream()
        .filter(extension -> extension.getKey().endsWith("classroom_id"))
        .map(extension -> extension.getValue().asText())
        .filter(id -> !id.isBlank())
        .findFirst()
        .or(() -> text(context.path("team").path("account"), "name"));
  }

  private static String lastPart(String iri) {
    String trimmed = iri.endsWith("/") ? iri.substring(0, iri.length() - 1) : iri;
    int cut = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('#'));
    return trimmed.substring(cut + 1).toLowerCase(Locale.ROOT);
  }

  private static ReadResult rejected(String field, String takes) {
    return new ReadResult.Rejected(field + " " + takes, Optional.of(field));
  }
}
