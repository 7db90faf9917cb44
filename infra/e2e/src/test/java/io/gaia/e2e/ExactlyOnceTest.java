package io.gaia.e2e;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.local.layout.StateDirectory;
import io.gaia.schemas.event.TeacherAlert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

/**
 * The same morning twice, once undisturbed and once with {@code kill -9} of TaskManager,
 * JobManager, broker and database at random points: the tables are equal, row by row, and a teacher
 * was told each change of an episode once.
 *
 * <p>On a stack of its own, because the second morning has to be later than the first for every
 * job. Both are in the past and over by what is read, so nobody waits for the clock. {@code
 * -Dgaia.soak=true} takes twenty seeds, a million events in all; {@code -Dgaia.once.events=N} and
 * {@code -Dgaia.once.seeds=N} give another, {@code -Dgaia.once.seed=N} the first seed, and {@code
 * -Dgaia.once.kills=0} tells whether two undisturbed mornings are alike.
 */
class ExactlyOnceTest {
  private static final boolean SOAK = Boolean.getBoolean("gaia.soak");
  private static final int EVENTS = Integer.getInteger("gaia.once.events", 50_000);
  private static final int SEEDS = Integer.getInteger("gaia.once.seeds", SOAK ? 20 : 1);
  private static final int ROUNDS_OF_KILLS = Integer.getInteger("gaia.once.kills", 1);

  /**
   * Students' time to ours: half a minute for the small size. While the broker is away time goes by
   * the wall clock, so nothing is late however fast it comes.
   */
  private static final int SPEED =
      Integer.getInteger("gaia.once.speed", Math.max(1, 400_000 / EVENTS));

  private static final List<String> VICTIMS =
      List.of("taskmanager", "jobmanager", "kafka", "postgres");

  /** Until all that was killed has caught up. */
  private static final Duration CALM_WITHIN = Duration.ofMinutes(5);

  /** From the beginning of one morning to that of the next; whole minutes stay whole. */
  private static final Duration APART = Duration.ofMinutes(24);

  /** The short run has the same kills each time, so that it tells what a change broke. */
  private final long firstSeed =
      Long.getLong("gaia.once.seed", SOAK ? System.nanoTime() & 0xffff_ffffL : 4);

  /**
   * What is compared, and the columns that tell it apart from names and times alone; of the metrics
   * only those of the morning's own time are looked at, or the last of many would take long.
   */
  private enum Rows {
    METRICS(
        """
        select event_id || '|' || student_id || '|' || classroom_id || '|' || coalesce(item_id, '') || '|'
          || metric_type || '|' || metric_value || '|' || coalesce(correct::text, '') || '|' || (timestamp - '%1$s'::timestamptz)
        from usability_metrics where app_name = '%2$s'
          and timestamp >= '%1$s' and timestamp < '%3$s' order by 1
        """),
    RATINGS(
        """
        select event_id || '|' || student_id || '|' || classroom_id || '|' || rating || '|'
          || (created_at - '%1$s'::timestamptz)
        from satisfaction_ratings where app_name = '%2$s' order by 1
        """),
    EPISODES(
        """
        select student_id || '|' || classroom_id || '|' || coalesce(item_id, '') || '|' || event_type || '|'
          || severity || '|' || score || '|' || revision || '|' || (detected_at - '%1$s'::timestamptz) || '|'
          || coalesce((resolved_at - detected_at)::text, 'open')
        from frustration_events where app_name = '%2$s' order by 1
        """),
    /** What was felt is of the moment when it came, and not compared. */
    MINUTES(
        """
        select classroom_id || '|' || (window_start - '%1$s'::timestamptz) || '|' || student_count || '|'
          || active_student_count || '|' || average_error_rate || '|' || average_backspace_rate || '|'
          || coalesce(average_satisfaction_rating::text, '')
        from classroom_metrics_snapshot where app_name = '%2$s' order by 1
        """);

    private final String sql;

    Rows(String sql) {
      this.sql = sql;
    }

    List<String> of(SchoolMorning morning, Database database) {
      return database
          .column(
              sql.formatted(morning.beginning(), morning.run(), morning.beginning().plus(APART)))
          .stream()
          .map(row -> row.replace(morning.run(), ""))
          .toList();
    }
  }

  @Test
  void killsLeaveTheTablesAndWhatATeacherHearsAsTheyWouldHaveBeen() throws Exception {
    Path state = Path.of("target", "exactly-once").toAbsolutePath();
    Checkout.run("infra/up", "--detach", "--fresh", "--no-replay", "--state", state.toString());
    try {
      StateDirectory directory = new StateDirectory(state);
      StackFile stack = new StackFile(directory.stackFile());
      StackProcesses processes = new StackProcesses(directory, stack);
      Instant beginning =
          Instant.now()
              .truncatedTo(ChronoUnit.HOURS)
              .minus(APART.multipliedBy(2L * SEEDS))
              .minus(Duration.ofHours(1));
      for (int i = 0; i < SEEDS; i++) {
        compare(firstSeed + i, beginning.plus(APART.multipliedBy(2L * i)), stack, processes);
      }
    } finally {
      Checkout.run("infra/down", "--state", state.toString());
    }
  }

  private static void compare(
      long seed, Instant beginning, StackFile stack, StackProcesses processes) throws Exception {
    System.out.println("gaia.once.seed=" + seed);
    SchoolMorning calm = new SchoolMorning(Names.unique("calm"), beginning, seed, EVENTS);
    play(calm, stack, processes, List.of());
    SchoolMorning hurt =
        new SchoolMorning(Names.unique("hurt"), beginning.plus(APART), seed, EVENTS);
    try (ResumingTeacher teacher = new ResumingTeacher(stack, hurt.classroom(0))) {
      play(hurt, stack, processes, kills(new Random(seed)));
      areAlike(calm, hurt, stack);
      wasToldOnce(teacher, hurt, stack);
    }
  }

  private record Kill(int beforeEvent, String victim) {}

  private static List<Kill> kills(Random random) {
    List<Kill> kills = new ArrayList<>();
    for (int round = 0; round < ROUNDS_OF_KILLS; round++) {
      List<String> victims = new ArrayList<>(VICTIMS);
      Collections.shuffle(victims, random);
      for (String victim : victims) {
        kills.add(new Kill(EVENTS / 10 + random.nextInt(EVENTS * 8 / 10), victim));
      }
    }
    return kills;
  }

  private static void play(
      SchoolMorning morning, StackFile stack, StackProcesses processes, List<Kill> kills)
      throws Exception {
    Queue<Exception> refused = new ConcurrentLinkedQueue<>();
    List<SchoolMorning.Moment> moments = morning.moments();
    long started = System.nanoTime();
    try (KafkaProducer<String, String> producer = EventTopic.producer(stack.kafka())) {
      for (int i = 0; i < moments.size(); i++) {
        for (Kill kill : kills) {
          if (kill.beforeEvent() == i) {
            await(kill.victim() + " runs").until(() -> processes.pid(kill.victim()).isPresent());
            System.out.printf("kill -9 %s before event %d%n", kill.victim(), i);
            processes.kill(kill.victim());
          }
        }
        SchoolMorning.Moment moment = moments.get(i);
        long due = started + Duration.between(morning.beginning(), moment.at()).toNanos() / SPEED;
        pauseUntil(due);
        send(producer, moment.event(), refused);
      }
      producer.flush();
      morning.afterwards().forEach(event -> send(producer, event, refused));
    }
    assertThat(refused).as("the producer waits for the broker").isEmpty();
    System.out.printf(
        "%s: %d events in %d s%n",
        morning.run(), moments.size(), (System.nanoTime() - started) / 1_000_000_000);
  }

  /** Keeps the pace of the morning; nothing is waited for. */
  private static void pauseUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
  }

  private static void send(
      KafkaProducer<String, String> producer,
      org.apache.kafka.clients.producer.ProducerRecord<String, String> event,
      Queue<Exception> refused) {
    var unused =
        producer.send(
            event,
            (position, error) -> {
              if (error != null) {
                refused.add(error);
              }
            });
  }

  private static void areAlike(SchoolMorning calm, SchoolMorning killed, StackFile stack) {
    Database database = new Database(stack.databaseUrl());
    for (Rows rows : Rows.values()) {
      await(rows + " are as in the calm morning")
          .atMost(CALM_WITHIN)
          .pollInterval(Duration.ofSeconds(5))
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThat(rows.of(killed, database)).isEqualTo(rows.of(calm, database)));
      List<String> found = rows.of(killed, database);
      assertThat(found).isNotEmpty().doesNotHaveDuplicates();
      System.out.printf("%s: %d rows alike%n", rows, found.size());
    }
    assertThat(Rows.METRICS.of(killed, database).size() + Rows.RATINGS.of(killed, database).size())
        .isEqualTo(EVENTS);
  }

  /** Each revision once and in order; of a round the beginning once and the end once. */
  private static void wasToldOnce(ResumingTeacher teacher, SchoolMorning morning, StackFile stack) {
    Database database = new Database(stack.databaseUrl());
    await("the last word on every alert was heard")
        .atMost(CALM_WITHIN)
        .untilAsserted(
            () -> {
              Map<String, String> latest = new HashMap<>();
              told(teacher)
                  .forEach((alert, words) -> latest.put(alert, words.get(words.size() - 1)));
              assertThat(latest.entrySet().stream().map(Object::toString).sorted().toList())
                  .isNotEmpty()
                  .isEqualTo(
                      database.column(
                          "select id || '=' || alert_type || '/' || revision from"
                              + " teacher_dashboard_alerts where classroom_id = ? order by 1",
                          morning.classroom(0)));
            });
    Map<String, List<String>> told = told(teacher);
    assertThat(told.values())
        .allSatisfy(
            words -> {
              assertThat(words).extracting(ExactlyOnceTest::revision).isSorted();
              assertThat(words).extracting(ExactlyOnceTest::revision).doesNotHaveDuplicates();
              for (String once : List.of("frustration.detected", "frustration.resolved")) {
                assertThat(words.stream().filter(word -> word.startsWith(once)))
                    .extracting(ExactlyOnceTest::round)
                    .doesNotHaveDuplicates();
              }
            });
    System.out.printf(
        "a teacher heard %d words on %d alerts over %d connections%n",
        told.values().stream().mapToInt(List::size).sum(), told.size(), teacher.connections());
  }

  /** By alert: type and revision of what was told, in order. */
  private static Map<String, List<String>> told(ResumingTeacher teacher) {
    return teacher.events().stream()
        .map(TeacherSocket.Frame::event)
        .collect(
            groupingBy(
                event -> event.path("id").asText(), mapping(ExactlyOnceTest::word, toList())));
  }

  /** An alert that gave way to one of the class, and came back when that ended, is in its next. */
  private static long round(String word) {
    return revision(word) / TeacherAlert.ROUND;
  }

  private static long revision(String word) {
    return Long.parseLong(word.substring(word.indexOf('/') + 1));
  }

  private static String word(JsonNode event) {
    return event.path("type").asText() + "/" + event.path("revision").asLong();
  }
}
