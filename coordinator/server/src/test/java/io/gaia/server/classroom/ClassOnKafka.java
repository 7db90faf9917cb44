package io.gaia.server.classroom;

import static io.gaia.schemas.event.AlertEventType.DETECTED;
import static io.gaia.schemas.event.AlertEventType.ESCALATED;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.testkit.LiveClient;
import io.gaia.server.testkit.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A class of a test's own, with teacher {@code t-1}, on a broker and a server that all these tests
 * share and may kill. Its records are of today: the server forgets by the wall clock what is old.
 */
final class ClassOnKafka {

  private static final AtomicInteger CLASSES = new AtomicInteger();
  private static final Duration SINCE_GIVEN = Duration.between(Given.START, Instant.now());

  private final String id = "c-" + CLASSES.incrementAndGet();
  private final ServerOnKafka shared;

  private ClassOnKafka(ServerOnKafka shared) {
    this.shared = shared;
  }

  /** Gives a test its class. */
  static final class Extension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ClassOnKafka.class;
    }

    @Override
    public ClassOnKafka resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return new ClassOnKafka(
          context
              .getRoot()
              .getStore(Namespace.create(ClassOnKafka.class))
              .computeIfAbsent(
                  ServerOnKafka.class, key -> ServerOnKafka.start(), ServerOnKafka.class));
    }
  }

  String id() {
    return id;
  }

  /** Of a student or alert of this class. */
  String id(String name) {
    return id + "-" + name;
  }

  String path(String before, String name, String after) {
    return before + id(name) + after;
  }

  RunningServer server() {
    return shared.server();
  }

  KafkaProducer<String, byte[]> producer() {
    return shared.producer();
  }

  String kafka() {
    return shared.broker().address();
  }

  void killKafka() {
    shared.broker().kill();
  }

  void startKafka() {
    shared.broker().start();
  }

  void stopServer() {
    shared.server().close();
  }

  void startServer() {
    shared.startServer();
  }

  String admin() {
    return server().token("root", "admin");
  }

  String teacher() {
    return server().teacherToken("t-1", id);
  }

  HttpResponse<String> get(String path, String token) {
    return server().get(server().api(path), token);
  }

  HttpResponse<String> post(String path, String token, String json) {
    return server().post(server().api(path), token, json);
  }

  URI ws() {
    return URI.create(server().root("/ws").toString().replace("http:", "ws:"));
  }

  /** The teacher's page, from now on. */
  LiveClient page() {
    return LiveClient.withToken(ws(), teacher()).subscribe("classroom:" + id);
  }

  LiveClient pageAfter(String cursor) {
    return LiveClient.withToken(ws(), teacher()).subscribe("classroom:" + id, cursor);
  }

  void send(Topic topic, String key, Object event) throws InterruptedException, ExecutionException {
    producer().send(new ProducerRecord<>(topic.topicName(), key, EventCodec.toBytes(event))).get();
  }

  void send(TeacherAlert alert) throws InterruptedException, ExecutionException {
    send(Topic.TEACHER_ALERTS, alert.classroomId(), alert);
  }

  /** What detection says of alert {@code name}, the first time or once more. */
  TeacherAlert alert(String name, long number) {
    boolean first = number == 1;
    return Given.later(
        Given.inClass(
            Given.detection(
                id(name),
                number,
                first ? DETECTED : ESCALATED,
                first ? FrustrationLevel.MEDIUM : FrustrationLevel.HIGH,
                number),
            id),
        SINCE_GIVEN);
  }

  StudentFrustration calm(String name) {
    return Given.score(
        id, id(name), FrustrationLevel.LOW, 0.3, "error_burst", SINCE_GIVEN.toSeconds());
  }

  /** The records of this class; a record that cannot be read counts for none. */
  List<JsonNode> all(Topic topic) {
    return shared.broker().recordsOf(topic).stream()
        .map(record -> json(record.value()))
        .filter(value -> value.path("classroom_id").asText().equals(id))
        .toList();
  }

  private static JsonNode json(byte[] value) {
    if (value == null) {
      return EventCodec.mapper().nullNode(); // another test's class is gone
    }
    try {
      return EventCodec.mapper().readTree(value);
    } catch (IOException e) {
      return EventCodec.mapper().nullNode();
    }
  }
}
