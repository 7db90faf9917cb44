package io.gaia.schemas.json;

import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.CoordinationEvent;
import io.gaia.schemas.event.DetectionRules;
import io.gaia.schemas.event.Erasure;
import io.gaia.schemas.event.FrustrationEpisode;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.RejectedEvent;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.event.UsabilityMetric;
import io.gaia.schemas.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A committed value of a topic, byte for byte as it stands in Kafka. A released one is never
 * changed: topics keep old bytes, and they must still be read. New fields get new files.
 */
record Golden(Path file) {

  static final Map<Topic, Class<?>> RECORDS =
      Map.ofEntries(
          Map.entry(Topic.USABILITY_METRICS, UsabilityMetric.class),
          Map.entry(Topic.SATISFACTION_RATINGS, SatisfactionRating.class),
          Map.entry(Topic.ROSTER, RosterEntry.class),
          Map.entry(Topic.CLASSROOMS, Classroom.class),
          Map.entry(Topic.DETECTION_RULES, DetectionRules.class),
          Map.entry(Topic.STUDENT_FRUSTRATION, StudentFrustration.class),
          Map.entry(Topic.FRUSTRATION_EVENTS, FrustrationEpisode.class),
          Map.entry(Topic.TEACHER_ALERTS, TeacherAlert.class),
          Map.entry(Topic.CLASSROOM_SNAPSHOTS, ClassroomSnapshot.class),
          Map.entry(Topic.INTERVENTIONS, Intervention.class),
          Map.entry(Topic.ERASURES, Erasure.class),
          Map.entry(Topic.COORDINATION_EVENTS, CoordinationEvent.class),
          Map.entry(Topic.REJECTED_EVENTS, RejectedEvent.class));

  static List<Golden> all() {
    try (Stream<Path> files = Files.list(Path.of(Golden.class.getResource("/golden").toURI()))) {
      return files.sorted().map(Golden::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Topic> topics() {
    return Arrays.stream(Topic.values());
  }

  Topic topic() {
    String name = file.getFileName().toString();
    return Topic.byName(name.substring(0, name.indexOf('.'))).orElseThrow();
  }

  Class<?> record() {
    return RECORDS.get(topic());
  }

  String json() {
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
