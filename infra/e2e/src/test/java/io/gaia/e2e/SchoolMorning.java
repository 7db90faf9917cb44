package io.gaia.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Some minutes of classes of 25 at work: the same events for the same seed, but for the names,
 * which begin with the run's, and the time.
 */
record SchoolMorning(String run, Instant beginning, long seed, int events) {

  /** In the students' time. */
  static final Duration LASTS = Duration.ofMinutes(4);

  /** After its last sign an episode goes on for ten minutes, and a minute more may be late. */
  static final Duration EPISODES_END_WITHIN = Duration.ofMinutes(15);

  private static final int EVENTS_EACH = 250;
  private static final int CLASS_SIZE = 25;
  private static final int EVENTS_PER_RATING = 300;

  /** Of a bad moment of a student, which comes once in so many events. */
  private static final int ERRORS_IN_A_ROW = 7;

  private static final int EVENTS_PER_BAD_MOMENT = 120;

  private static final String[] USUAL = {
    "keypress", "keypress", "keypress", "keypress", "backspace", "click", "hint_request", "attempt",
  };

  /** An event, and when it happened. */
  record Moment(Instant at, ProducerRecord<String, String> event) {}

  /** In the order in which they happened. */
  List<Moment> moments() {
    Random random = new Random(seed);
    List<Moment> moments = new ArrayList<>(events);
    int students = Math.max(1, events / EVENTS_EACH);
    long millisBetween = LASTS.toMillis() / EVENTS_EACH;
    for (int student = 0; student < students; student++) {
      int errorsLeft = 0;
      for (int i = 0; i < EVENTS_EACH && moments.size() < events; i++) {
        long at = i * millisBetween + random.nextInt((int) millisBetween);
        errorsLeft = random.nextInt(EVENTS_PER_BAD_MOMENT) == 0 ? ERRORS_IN_A_ROW : errorsLeft;
        String usual = USUAL[random.nextInt(USUAL.length)];
        String type = errorsLeft-- > 0 ? "error" : usual;
        boolean rates = random.nextInt(EVENTS_PER_RATING) == 0;
        String event =
            rates
                ? rating(student, moments.size(), at, 1 + random.nextInt(5))
                : metric(student, moments.size(), at, type, random.nextInt(3) > 0);
        String topic = rates ? "satisfaction-ratings" : "usability-metrics";
        moments.add(
            new Moment(
                beginning.plusMillis(at), new ProducerRecord<>(topic, student(student), event)));
      }
    }
    moments.sort(Comparator.comparing(Moment::at));
    return moments;
  }

  /**
   * Somebody in every partition works again when every episode has ended, in an app of their own:
   * the morning is over for all by what is read, and nobody waits for the clock.
   */
  List<ProducerRecord<String, String>> afterwards() {
    long at = LASTS.plus(EPISODES_END_WITHIN).toMillis();
    List<ProducerRecord<String, String>> events = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String student = run + "-late" + i;
      events.add(
          new ProducerRecord<>(
              "usability-metrics",
              student,
              json(
                  run + "-late",
                  student,
                  run + "-late",
                  student,
                  at,
                  "\"metric_type\":\"focus\",\"metric_value\":1")));
      events.add(
          new ProducerRecord<>(
              "satisfaction-ratings",
              student,
              json(run + "-late", student, run + "-late", student + "-r", at, "\"rating\":3")));
    }
    return events;
  }

  String classroom(int number) {
    return run + "-c" + number;
  }

  private String student(int number) {
    return run + "-s" + number;
  }

  private String metric(int student, int number, long at, String type, boolean correct) {
    return json(
        run,
        student(student),
        classroom(student / CLASS_SIZE),
        run + "-e" + number,
        at,
        String.format(
            Locale.ROOT,
            "\"metric_type\":\"%s\",\"metric_value\":%d,\"correct\":%s,\"item_id\":\"item-%d\"",
            type,
            type.equals("attempt") && !correct ? 0 : 1,
            correct,
            at / 60_000));
  }

  private String rating(int student, int number, long at, int rating) {
    return json(
        run,
        student(student),
        classroom(student / CLASS_SIZE),
        run + "-e" + number,
        at,
        "\"rating\":" + rating);
  }

  private String json(
      String app, String student, String classroom, String id, long at, String more) {
    return String.format(
        Locale.ROOT,
        "{\"event_id\":\"%s\",\"student_id\":\"%s\",\"app_name\":\"%s\",\"session_id\":\"x\","
            + "\"classroom_id\":\"%s\",\"timestamp\":\"%s\",%s}",
        id,
        student,
        app,
        classroom,
        beginning.plusMillis(at),
        more);
  }
}
