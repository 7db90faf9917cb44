package io.gaia.server.live.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.eventlog.Position;
import io.gaia.server.testkit.KafkaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The number that each event has in its channel, from what it says of itself. */
final class Channels {
  static final String CLUSTER = "cluster";
  static final List<String> CLASSES = List.of("art", "maths", "music");

  /** A class with long reasons: a reader who stops is soon far behind. */
  static final String LOUD_CLASS = "loud";

  private static final String CLASSROOM = "classroom:";
  private static final int REVISIONS = 3;

  private Channels() {}

  static String ofClass(String classroomId) {
    return CLASSROOM + classroomId;
  }

  /** Alerts are made in threes: detected, escalated, resolved. */
  static String alertId(String classroomId, int number) {
    return classroomId + "-" + number / REVISIONS;
  }

  static int step(int number) {
    return number % REVISIONS;
  }

  static long revision(int number) {
    return (step(number) + 1) * TeacherAlert.DETECTION_REVISION_STEP;
  }

  static long number(String channel, JsonNode event) {
    if (channel.equals(CLUSTER)) {
      String[] cursor = event.path("cursor").asText().split("\\.");
      return Position.of(Long.parseLong(cursor[0]), Integer.parseInt(cursor[1]));
    }
    String id = event.path("id").asText();
    long step = event.path("revision").asLong() / TeacherAlert.DETECTION_REVISION_STEP - 1;
    return Long.parseLong(id.substring(id.lastIndexOf('-') + 1)) * REVISIONS + step;
  }

  /** The events of every channel as the topics hold them, in order, each once. */
  static Map<String, List<Long>> inTopics(KafkaProcess broker) {
    Map<String, Set<Long>> numbers = new TreeMap<>();
    broker
        .recordsOf(Topic.TEACHER_ALERTS)
        .forEach(
            record -> {
              String channel = ofClass(record.key());
              numbers
                  .computeIfAbsent(channel, name -> new LinkedHashSet<>())
                  .add(number(channel, json(record.value())));
            });
    broker
        .recordsOf(Topic.COORDINATION_EVENTS)
        .forEach(
            record ->
                // over several partitions, and some again after a kill: the log's order counts
                numbers
                    .computeIfAbsent(CLUSTER, name -> new TreeSet<>())
                    .add(number(CLUSTER, json(record.value()))));
    Map<String, List<Long>> published = new TreeMap<>();
    numbers.forEach((channel, set) -> published.put(channel, new ArrayList<>(set)));
    return published;
  }

  /** Of every task that is in, for each time that it came in. */
  static List<String> enqueuedTasks(KafkaProcess broker) {
    Map<Long, String> byNumber = new TreeMap<>();
    for (var record : broker.recordsOf(Topic.COORDINATION_EVENTS)) {
      JsonNode event = json(record.value());
      if (event.path("type").asText().equals("task.enqueued")) {
        byNumber.put(number(CLUSTER, event), event.path("entity_id").asText());
      }
    }
    return List.copyOf(byNumber.values());
  }

  private static JsonNode json(byte[] value) {
    try {
      return EventCodec.mapper().readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
