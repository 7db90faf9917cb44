package io.gaia.server.auth;

import static org.awaitility.Awaitility.await;

import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.testkit.KafkaProcess;
import io.gaia.server.testkit.RunningServer;
import io.gaia.server.testkit.StoppablePostgres;
import io.gaia.server.testkit.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A whole coordinator with two classes: t-own teaches c-own, t-foreign teaches c-foreign. Agents
 * are a-own and a-foreign. Whatever belongs to an owner has "-own" in its id.
 */
final class AccessScene implements AutoCloseable {

  /** A request's end. */
  record Answer(int status, String body) {}

  private final AtomicInteger number = new AtomicInteger();
  private final KafkaProcess broker;
  private final StoppablePostgres postgres;
  private final RunningServer server;
  private final SecretKey key;
  private final KafkaProducer<String, byte[]> producer;
  private final HttpClient http = HttpClient.newHttpClient();

  AccessScene(Path directory) {
    // looks often for what is to be compacted
    broker = new KafkaProcess(directory, Map.of("log.cleaner.backoff.ms", "500")).start();
    postgres = StoppablePostgres.start(directory.resolve("postgres"));
    server =
        RunningServer.start(
            directory,
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.address(),
                "KAFKA_RETRY_INTERVAL",
                "200ms",
                "DATABASE_URL",
                postgres.url()));
    key = SigningKey.readOrMake(server.keyFile(), new SecureRandom());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address(), "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> ask("get", "/classrooms", admin(), Optional.empty()).status() == 200);
    for (String whose : List.of("own", "foreign")) {
      teach("c-" + whose, "t-" + whose);
      send(Topic.STUDENT_FRUSTRATION, "s-" + whose, score("s-" + whose, "c-" + whose));
      send(Topic.TEACHER_ALERTS, "c-" + whose, alert("first-" + whose, whose));
    }
    await().until(() -> get("/audit", admin()).status() == 200);
    await().until(() -> get("/students/s-foreign/frustration", admin()).status() == 200);
    await().until(() -> get("/alerts", admin()).body().contains("first-foreign"));
    await()
        .until(() -> get("/classrooms/c-foreign", token(Role.TEACHER, "foreign")).status() == 200);
  }

  RunningServer server() {
    return server;
  }

  KafkaProcess broker() {
    return broker;
  }

  StoppablePostgres postgres() {
    return postgres;
  }

  SecretKey key() {
    return key;
  }

  /** The class's teacher is that one from now on. */
  void teach(String classroom, String teacher) {
    send(
        Topic.CLASSROOMS,
        classroom,
        Classroom.of(classroom, "Room " + classroom, List.of(teacher), Optional.empty()));
  }

  /** An alert about the owner's class. */
  void alert(String id) {
    send(Topic.TEACHER_ALERTS, "c-own", alert(id, "own"));
  }

  void send(Topic topic, String recordKey, Object event) {
    try {
      producer
          .send(new ProducerRecord<>(topic.topicName(), recordKey, EventCodec.toBytes(event)))
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** A record of a key that means nothing, in each partition. */
  void nudge(Topic topic, int partitions) {
    for (int partition = 0; partition < partitions; partition++) {
      producer.send(new ProducerRecord<>(topic.topicName(), partition, "nudge", null));
    }
    producer.flush();
  }

  private static StudentFrustration score(String student, String classroom) {
    Instant now = Instant.now();
    return new StudentFrustration(
        student,
        "quiz",
        classroom,
        Optional.empty(),
        Optional.empty(),
        FrustrationLevel.LOW,
        0.3,
        List.of(),
        now,
        now);
  }

  private static TeacherAlert alert(String id, String whose) {
    Instant now = Instant.now();
    return new TeacherAlert(
        AlertEventType.DETECTED,
        id,
        "episode-" + id,
        AlertKind.STUDENT,
        "c-" + whose,
        Optional.of("s-" + whose),
        "quiz",
        Optional.empty(),
        Optional.empty(),
        FrustrationLevel.HIGH,
        0.7,
        List.of(),
        now,
        now,
        AlertState.OPEN,
        TeacherAlert.DETECTION_REVISION_STEP,
        false,
        List.of(),
        Optional.empty());
  }

  /**
   * @param whose own or foreign
   */
  String token(Role role, String whose) {
    return Tokens.signed(Tokens.claims(subject(role, whose), role.wireName()), key);
  }

  static String subject(Role role, String whose) {
    return switch (role) {
      case TEACHER -> "t-" + whose;
      case AGENT -> "a-" + whose;
      case ADMIN, APP, ANALYST -> role.wireName() + "-" + whose;
    };
  }

  String admin() {
    return token(Role.ADMIN, "any");
  }

  Answer get(String path, String token) {
    return ask("get", path, token, Optional.empty());
  }

  /** Sends it; of a stream only the beginning is read. */
  Answer ask(String method, String path, String token, Optional<String> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.api(path))
            .method(
                method.toUpperCase(java.util.Locale.ROOT),
                body.map(HttpRequest.BodyPublishers::ofString)
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    // a ZIP file begins with PK, JSON never does
    body.ifPresent(
        sent ->
            request.header(
                "Content-Type", sent.startsWith("PK") ? "application/zip" : "application/json"));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<InputStream> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        boolean isEndless =
            answer
                .headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        return new Answer(
            answer.statusCode(),
            isEndless ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  AccessThings things() {
    return new AccessThings(this, number);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    server.close();
    broker.close();
    postgres.close();
  }
}
