package io.gaia.client.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gaia.schemas.event.MetricType;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one student's app will send, in time order; the newest entry is where time stands. */
final class Diary {

  private final String runId;
  private final String studentId;
  private final String classroomId;
  private final String appName;
  private final ArrayDeque<StudentEvent> events = new ArrayDeque<>();
  private Instant time;
  private Optional<String> lessonId = Optional.empty();
  private Optional<String> itemId = Optional.empty();
  private int written;

  Diary(String runId, String studentId, String classroomId, String appName, Instant start) {
    this.runId = runId;
    this.studentId = studentId;
    this.classroomId = classroomId;
    this.appName = appName;
    this.time = start;
  }

  Instant time() {
    return time;
  }

  void later(Duration duration) {
    // apps send milliseconds
    time = time.plusMillis(duration.toMillis());
  }

  void onItem(String lesson, String item) {
    lessonId = Optional.of(lesson);
    itemId = Optional.of(item);
  }

  void metric(MetricType type, double value) {
    write(type, value, Optional.empty(), Map.of());
  }

  void attempt(double score, boolean solved, Duration took) {
    double seconds = Math.round(took.toMillis() / 100.0) / 10.0;
    write(
        MetricType.ATTEMPT,
        score,
        Optional.of(solved),
        Map.of("duration_seconds", DoubleNode.valueOf(seconds)));
  }

  void click(int x, int y, String target, boolean hasEffect) {
    Map<String, JsonNode> place =
        Map.of(
            "x", IntNode.valueOf(x), "y", IntNode.valueOf(y), "target", TextNode.valueOf(target));
    if (hasEffect) {
      write(MetricType.CLICK, 1, Optional.empty(), place);
    } else {
      Map<String, JsonNode> dead = new TreeMap<>(place);
      dead.put("effect", BooleanNode.FALSE);
      write(MetricType.CLICK, 1, Optional.empty(), dead);
    }
  }

  void rating(int rating) {
    events.add(
        new SatisfactionRating(
            nextId(),
            studentId,
            appName,
            runId + "-" + studentId,
            rating,
            Optional.empty(),
            time,
            Optional.of(classroomId)));
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  StudentEvent next() {
    return events.element();
  }

  StudentEvent take() {
    return events.remove();
  }

  private void write(
      MetricType type, double value, Optional<Boolean> correct, Map<String, JsonNode> metadata) {
    events.add(
        new UsabilityMetric(
            nextId(),
            studentId,
            appName,
            runId + "-" + studentId,
            type.wireName(),
            value,
            time,
            Optional.of(classroomId),
            lessonId,
            itemId,
            correct,
            metadata,
            Map.of()));
  }

  private String nextId() {
    written++;
    return runId + "-" + studentId + "-" + written;
  }
}
