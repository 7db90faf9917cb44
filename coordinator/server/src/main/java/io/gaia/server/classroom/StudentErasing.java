package io.gaia.server.classroom;

import io.gaia.schemas.event.Erasure;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.erasure.ErasureTables;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.kafka.Outgoing;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Erases students, and lets them in again. The database first, so that an erasure that Kafka knows
 * of is whole; each step is safe to be done again.
 */
final class StudentErasing {

  private static final int SALT_BYTES = 16;

  /** Kafka has it by then; the answer only waits for the views to have forgotten, too. */
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(5);

  private final ClassroomViews views;
  private final EventPublisher publisher;
  private final Optional<ErasureTables> tables;
  private final SecureRandom random;
  private final InstantSource time;

  /**
   * @param tables absent without a database
   */
  StudentErasing(
      ClassroomViews views,
      EventPublisher publisher,
      Optional<ErasureTables> tables,
      SecureRandom random,
      InstantSource time) {
    this.views = views;
    this.publisher = publisher;
    this.tables = tables;
    this.random = random;
    this.time = time;
  }

  /**
   * @throws io.gaia.server.http.ProblemException 503 when the database or Kafka is not known to
   *     have all of it; then it is to be done again
   */
  ErasureOutcome erase(String studentId) {
    Instant now = time.instant();
    Erasure erasure = Erasure.of(studentId, salt(), now);
    Map<String, Long> rows = tables.map(each -> each.erase(studentId, erasure)).orElseGet(Map::of);
    // the jobs should know whom to keep out before they forget what they have
    publisher.publish(Outgoing.of(Topic.ERASURES, erasure.studentHash(), erasure));
    publisher.publishAll(
        List.of(
            Outgoing.tombstone(Topic.ROSTER, studentId),
            Outgoing.tombstone(Topic.STUDENT_FRUSTRATION, studentId)));
    views.awaitThat(
        () -> views.erased().covers(studentId, now) && views.student(studentId, now).isEmpty(),
        SHOWN_WITHIN);
    return new ErasureOutcome(
        erasure.studentHash(), now, rows, now.plus(Topic.RETENTION).plus(Topic.COMPACTED_WITHIN));
  }

  private String salt() {
    return views
        .erased()
        .salt()
        .or(() -> tables.flatMap(ErasureTables::salt))
        .orElseGet(
            () -> {
              byte[] salt = new byte[SALT_BYTES];
              random.nextBytes(salt);
              return HexFormat.of().formatHex(salt);
            });
  }

  /**
   * Records that let in again whom the roster names anew; the database knows of it before.
   *
   * @throws io.gaia.server.http.ProblemException 503 when there is one and the database is down
   */
  List<Outgoing> readmissions(Collection<RosterEntry> named) {
    Instant now = time.instant();
    List<Erasure> readmitted = new ArrayList<>();
    for (RosterEntry entry : named) {
      views
          .erased()
          .of(entry.studentId())
          .filter(erasure -> erasure.readmittedAt().isEmpty())
          .ifPresent(erasure -> readmitted.add(erasure.readmitted(now)));
    }
    if (!readmitted.isEmpty()) {
      tables.ifPresent(each -> each.readmit(readmitted, now));
    }
    return readmitted.stream()
        .map(each -> Outgoing.of(Topic.ERASURES, each.studentHash(), each))
        .toList();
  }
}
