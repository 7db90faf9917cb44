package io.gaia.schemas.topic;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The Kafka topics of Gaia: their names, and how each one is made. */
public enum Topic {
  USABILITY_METRICS("usability-metrics", Kept.A_WEEK),
  SATISFACTION_RATINGS("satisfaction-ratings", Kept.A_WEEK),
  ROSTER("roster", Kept.LATEST_PER_KEY),
  CLASSROOMS("classrooms", Kept.LATEST_PER_KEY),
  DETECTION_RULES("detection-rules", Kept.LATEST_PER_KEY),
  STUDENT_FRUSTRATION("student-frustration", Kept.LATEST_PER_KEY),
  FRUSTRATION_EVENTS("frustration-events", Kept.A_WEEK),
  TEACHER_ALERTS("teacher-alerts", Kept.A_WEEK),
  CLASSROOM_SNAPSHOTS("classroom-snapshots", Kept.LATEST_PER_KEY),
  INTERVENTIONS("interventions", Kept.A_WEEK),
  ERASURES("erasures", Kept.LATEST_PER_KEY),
  COORDINATION_EVENTS("coordination-events", Kept.A_WEEK),
  REJECTED_EVENTS("rejected-events", Kept.A_WEEK);

  /** Partitions of a topic that is made by Gaia; a topic that exists keeps its own number. */
  public static final int DEFAULT_PARTITIONS = 4;

  /** Largest value a topic takes, in bytes. */
  public static final int MAX_VALUE_BYTES = 1024 * 1024;

  /** How long a topic that is not compacted keeps a record. */
  public static final Duration RETENTION = Duration.ofDays(7);

  /** A compacted topic drops a key's earlier values within this time. */
  public static final Duration COMPACTED_WITHIN = Duration.ofDays(1);

  private enum Kept {
    A_WEEK,
    LATEST_PER_KEY
  }

  private final String topicName;
  private final Kept kept;

  Topic(String topicName, Kept kept) {
    this.topicName = topicName;
    this.kept = kept;
  }

  /** The name on the broker, such as {@code usability-metrics}. */
  public String topicName() {
    return topicName;
  }

  /** True when the topic keeps the latest value of each key and an empty value erases a key. */
  public boolean isCompacted() {
    return kept == Kept.LATEST_PER_KEY;
  }

  /** Broker-side settings for making this topic. */
  public Map<String, String> settings() {
    // room above MAX_VALUE_BYTES for key, headers and the batch frame
    String maxMessageBytes = String.valueOf(MAX_VALUE_BYTES + 64 * 1024);
    return isCompacted()
        ? Map.of(
            "cleanup.policy",
            "compact",
            // without it what is erased may stand in the newest segment for ever
            "max.compaction.lag.ms",
            String.valueOf(COMPACTED_WITHIN.toMillis()),
            // who was away for as long as the other topics keep events still hears who was erased
            "delete.retention.ms",
            String.valueOf(RETENTION.toMillis()),
            "max.message.bytes",
            maxMessageBytes)
        : Map.of(
            "cleanup.policy",
            "delete",
            "retention.ms",
            String.valueOf(RETENTION.toMillis()),
            // a segment is only dropped as a whole, so it must not grow old before it is closed
            "segment.ms",
            String.valueOf(COMPACTED_WITHIN.toMillis()),
            "max.message.bytes",
            maxMessageBytes);
  }

  public static Optional<Topic> byName(String topicName) {
    return Arrays.stream(values()).filter(topic -> topic.topicName.equals(topicName)).findFirst();
  }
}
