package io.gaia.bench.detection.part;

/**
 * Who is measured.
 *
 * @param module whose class path it runs on
 * @param main its process
 * @param job what it is asked to run
 */
public record Subject(String name, String description, String module, String main, String job) {

  private static final String FLINK = "infra/bench/detection/flink";
  private static final String FLINK_MAIN = "io.gaia.bench.detection.flink.FlinkEngine";

  public static final Subject CONSUMER =
      new Subject(
          "plain Kafka consumer",
          "reads and does nothing, two threads",
          "infra/bench/detection",
          "io.gaia.bench.detection.load.PlainConsumer",
          "consumer");
  public static final Subject NOWHERE =
      flink("Flink, source to nowhere", "the connector's source, records unread", "nowhere");
  public static final Subject RECORD_COUNTER =
      flink(
          "Flink, a counter of each key, records unread",
          "shuffled by the record's key, one number a key on the heap",
          "record-counter-heap");
  public static final Subject COUNTER_HEAP =
      flink(
          "Flink, a counter of each student, heap",
          "read and checked as detection does, shuffled by student, one number a student",
          "counter-heap");
  public static final Subject COUNTER_ROCKSDB =
      flink("Flink, a counter of each student, RocksDB", "the same, on disk", "counter-rocksdb");
  public static final Subject DETECTION_HEAP =
      flink("Gaia's detection, heap", "the shipped pipeline with all its sinks", "detection-heap");
  public static final Subject DETECTION_ROCKSDB =
      flink("Gaia's detection, RocksDB", "the same, on disk", "detection-rocksdb");
  public static final Subject STREAMS =
      new Subject(
          "the same on Kafka Streams, RocksDB",
          "the same scoring, items, duplicates, history and alerts of a class; state in RocksDB"
              + " with changelogs, at least once; without roster, rules, presence of the class and"
              + " erasure",
          "infra/bench/detection/streams",
          "io.gaia.bench.detection.streams.StreamsEngine",
          "detection");

  /** Whether alerts come of it. */
  public boolean detects() {
    return job.startsWith("detection");
  }

  private static Subject flink(String name, String description, String job) {
    return new Subject(name, description, FLINK, FLINK_MAIN, job);
  }
}
