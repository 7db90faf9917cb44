package io.gaia.flink.detection;

import io.gaia.flink.common.CaughtUpGate;
import io.gaia.flink.common.RawRecord;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The recorded class as topics that go on: each source gives its records up to a place and then
 * waits, as Kafka does, until the job is stopped; a job that is restored goes on from there.
 *
 * @param run of this job; not used twice
 * @param recording all there is
 * @param eventsBefore how many of its events the job had read before, as its savepoint says; 0 for
 *     a new job
 * @param events how many of its events have come so far
 */
record PausingSources(String run, ListSources recording, int eventsBefore, int events)
    implements DetectionSources {
  private static final List<String> UIDS =
      List.of(
          "events", "roster", "erasures", "detection-rules", "classrooms-topic", "interventions");

  /** Whether all that has come is read. */
  boolean areRead() {
    return UIDS.stream().allMatch(uid -> EndlessTopic.isRead(run + uid));
  }

  @Override
  public DataStream<CheckedEvent> events(StreamExecutionEnvironment environment) {
    return ListSources.checked(
        topic(environment, recording.events().subList(0, events), eventsBefore, "events"));
  }

  @Override
  public DataStream<RawRecord> roster(StreamExecutionEnvironment environment) {
    return table(environment, recording.roster(), "roster");
  }

  @Override
  public DataStream<RawRecord> erasures(StreamExecutionEnvironment environment) {
    return table(environment, List.of(), "erasures");
  }

  @Override
  public DataStream<RawRecord> rules(StreamExecutionEnvironment environment) {
    return table(environment, recording.rules(), "detection-rules");
  }

  @Override
  public DataStream<RawRecord> classrooms(StreamExecutionEnvironment environment) {
    return table(environment, recording.classrooms(), "classrooms-topic");
  }

  @Override
  public DataStream<RawRecord> interventions(StreamExecutionEnvironment environment) {
    return table(environment, List.of(), "interventions");
  }

  @Override
  public boolean areLive() {
    return false;
  }

  private DataStream<RawRecord> table(
      StreamExecutionEnvironment environment, List<RawRecord> records, String uid) {
    Map<Integer, Long> ends = records.isEmpty() ? Map.of() : Map.of(0, (long) records.size());
    return CaughtUpGate.after(
        topic(environment, records, eventsBefore > 0 ? records.size() : 0, uid),
        uid,
        () -> ends,
        uid + "-read-to-its-end");
  }

  private DataStream<RawRecord> topic(
      StreamExecutionEnvironment environment, List<RawRecord> records, long read, String uid) {
    return new EndlessTopic(run + uid, read).of(environment, records, EndlessTopic.AT_ONCE, uid);
  }
}
