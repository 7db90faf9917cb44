package io.gaia.bench.detection.streams;

import io.gaia.flink.detection.model.ItemRecord;
import io.gaia.flink.detection.model.StudentReport;
import io.gaia.schemas.topic.Topic;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The same steps as the job's: check, item, student, class. */
final class StreamsTopology {
  static final String ATTEMPTS_TOPIC = "bench-attempts";
  static final String INFORMED_TOPIC = "bench-informed";
  static final String REPORTS_TOPIC = "bench-reports";

  /** What stands between the steps; Flink has its network there. */
  static final List<String> TOPICS_BETWEEN = List.of(ATTEMPTS_TOPIC, INFORMED_TOPIC, REPORTS_TOPIC);

  static final String STUDENTS = "students";
  static final String TO_ITEMS = "to-items";
  static final String TO_CLASSES = "to-classes";
  static final String TO_FRUSTRATION = "to-frustration";
  static final String TO_EPISODES = "to-episodes";

  static final String ITEM_RECORDS = "item-records";
  static final String ITEM_VISITS = "item-visits";
  static final String ITEM_WAITING = "item-waiting";
  static final String ITEM_TIMERS = "item-timers";
  static final String STUDENT_LIVE = "student-live";
  static final String STUDENT_ORDERED = "student-ordered";
  static final String STUDENT_WAITING = "student-waiting";
  static final String STUDENT_TIMERS = "student-timers";
  static final String CLASSES_STATE = "classes";
  static final String CLASSES_TIMERS = "class-timers";

  private static final String CHECK = "check";
  private static final String ITEMS = "items";
  private static final String CLASSES = "class-policy";

  private StreamsTopology() {}

  static Topology make() {
    Serde<String> text = Serdes.String();
    Serde<byte[]> bytes = Serdes.ByteArray();
    Serde<Told> told = Kryos.serde(Told.class);
    Serde<StudentReport> report = Kryos.serde(StudentReport.class);
    Topology topology = new Topology();
    topology
        .addSource(
            "events",
            text.deserializer(),
            bytes.deserializer(),
            Topic.USABILITY_METRICS.topicName(),
            Topic.SATISFACTION_RATINGS.topicName())
        .addProcessor(CHECK, CheckProcessor::new, "events")
        .addSink(TO_ITEMS, ATTEMPTS_TOPIC, text.serializer(), told.serializer(), CHECK)
        .addSource("attempts", text.deserializer(), told.deserializer(), ATTEMPTS_TOPIC)
        .addProcessor(ITEMS, ItemProcessor::new, "attempts")
        .addStateStore(store(ITEM_RECORDS, Kryos.serde(ItemRecord.class)), ITEMS)
        .addStateStore(store(ITEM_VISITS, Kryos.serde(ItemRecord.Visit.class)), ITEMS)
        .addStateStore(store(ITEM_WAITING, Kryos.serde(Stored.Pane.class)), ITEMS)
        .addStateStore(timers(ITEM_TIMERS), ITEMS)
        .addSink("to-students", INFORMED_TOPIC, text.serializer(), told.serializer(), ITEMS)
        .addSource("informed", text.deserializer(), told.deserializer(), INFORMED_TOPIC)
        .addProcessor(STUDENTS, StudentProcessor::new, CHECK, "informed")
        .addStateStore(store(STUDENT_LIVE, Kryos.serde(Stored.Live.class)), STUDENTS)
        .addStateStore(store(STUDENT_ORDERED, Kryos.serde(Stored.Ordered.class)), STUDENTS)
        .addStateStore(store(STUDENT_WAITING, Kryos.serde(Stored.Pane.class)), STUDENTS)
        .addStateStore(timers(STUDENT_TIMERS), STUDENTS)
        .addSink(TO_CLASSES, REPORTS_TOPIC, text.serializer(), report.serializer(), STUDENTS)
        .addSource("reports", text.deserializer(), report.deserializer(), REPORTS_TOPIC)
        .addProcessor(CLASSES, ClassProcessor::new, "reports")
        .addStateStore(store(CLASSES_STATE, Kryos.serde(Stored.Room.class)), CLASSES)
        .addStateStore(timers(CLASSES_TIMERS), CLASSES);
    sink(topology, TO_FRUSTRATION, Topic.STUDENT_FRUSTRATION, STUDENTS);
    sink(topology, TO_EPISODES, Topic.FRUSTRATION_EVENTS, STUDENTS);
    sink(topology, "to-alerts", Topic.TEACHER_ALERTS, CLASSES);
    return topology;
  }

  private static void sink(Topology topology, String name, Topic topic, String parent) {
    topology.addSink(
        name,
        topic.topicName(),
        Serdes.String().serializer(),
        Serdes.ByteArray().serializer(),
        parent);
  }

  private static <T> StoreBuilder<?> store(String name, Serde<T> serde) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), serde)
        .withCachingEnabled();
  }

  private static StoreBuilder<?> timers(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingEnabled();
  }
}
