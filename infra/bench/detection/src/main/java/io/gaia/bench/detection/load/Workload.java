package io.gaia.bench.detection.load;

import io.gaia.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The events of a school, each a function of its number alone. At most {@link #AT_WORK} students
 * work at once, by turns one event each; then the next ones come. One in twenty fails at what it
 * tries, as long as it lasts. Now and then somebody says how it is going, so that no partition of
 * either topic is silent.
 *
 * @param students who come over the whole run
 * @param events of all of them together
 */
public record Workload(int students, long events) {
  /** Students at work at the same time. */
  public static final int AT_WORK = 10_000;

  /** Of event time: each student at work does something every second. */
  public static final double EVENTS_PER_SECOND = AT_WORK;

  /** Where the events go. */
  public static final List<Topic> TOPICS =
      List.of(Topic.USABILITY_METRICS, Topic.SATISFACTION_RATINGS);

  private static final int ONE_RATING_IN = 400;
  private static final int CLASS_SIZE = 27;
  private static final int ONE_STRUGGLES_OF = 20;

  /** After so many events of theirs who struggles gets over it, and the other way round. */
  private static final int SPELL = 64;

  private static final int LESSONS = 50;
  private static final int ITEMS = 400;
  private static final long MILLIS_PER_SECOND = 1_000;

  /** Weights of the kinds, in percent. */
  private enum Kind {
    KEYPRESS(50),
    BACKSPACE(8),
    CLICK(9),
    SCROLLING(6),
    MOUSE_MOVEMENT(6),
    FOCUS(2),
    BLUR(2),
    NAVIGATION(2),
    HESITATION(3),
    HINT_REQUEST(2),
    ATTEMPT(8),
    COMPLETION(2);

    private final int percent;

    Kind(int percent) {
      this.percent = percent;
    }

    static Kind at(int percentile) {
      int below = 0;
      for (Kind kind : values()) {
        below += kind.percent;
        if (percentile < below) {
          return kind;
        }
      }
      return KEYPRESS;
    }
  }

  /** Whose the event is; when all have come, the first ones come again. */
  public int student(long number) {
    long atWork = atWork();
    return (int) ((shift(number) * atWork + number % atWork) % students);
  }

  private long atWork() {
    return Math.min(students, AT_WORK);
  }

  private long shift(long number) {
    long ofEach = Math.max(1, events / students);
    return number / atWork() / ofEach;
  }

  /** Which of the student's own it is. */
  private long ordinal(long number) {
    return number / atWork();
  }

  /** How many students the first {@code taken} events are of. */
  public long studentsOf(long taken) {
    return Math.min(students, (shift(Math.max(0, taken - 1)) + 1) * atWork());
  }

  /** How long after the first event it happens. */
  public static long millisAfterStart(long number) {
    return (long) (number * MILLIS_PER_SECOND / EVENTS_PER_SECOND);
  }

  public Topic topic(long number) {
    return isRating(number) ? Topic.SATISFACTION_RATINGS : Topic.USABILITY_METRICS;
  }

  private static boolean isRating(long number) {
    return (mixed(number) >>> 32) % ONE_RATING_IN == 0;
  }

  public byte[] key(long number) {
    return name(student(number)).getBytes(StandardCharsets.UTF_8);
  }

  private static String name(int student) {
    return "student-%07d".formatted(student);
  }

  /**
   * The event as an app sends it.
   *
   * @param at when it happened, epoch milliseconds
   */
  public byte[] value(long number, long at) {
    int student = student(number);
    long spell = ordinal(number) / SPELL;
    long random = mixed(number);
    boolean struggles = (student + spell) % ONE_STRUGGLES_OF == 0;
    Kind kind = struggles && random % 2 == 0 ? Kind.ATTEMPT : Kind.at((int) ((random >>> 8) % 100));
    int classroom = student / CLASS_SIZE;
    StringBuilder json = new StringBuilder(400);
    json.append("{\"event_id\":\"").append(Long.toHexString(random)).append('-').append(number);
    json.append("\",\"student_id\":\"").append(name(student));
    json.append("\",\"app_name\":\"fractions\",\"session_id\":\"session-").append(student);
    json.append("\",\"classroom_id\":\"class-").append(classroom);
    if (isRating(number)) {
      json.append("\",\"rating\":").append(struggles ? 2 : 4);
      return finished(json, at);
    }
    json.append("\",\"lesson_id\":\"lesson-").append(classroom % LESSONS);
    json.append("\",\"item_id\":\"item").append((classroom + spell) % ITEMS).append('_');
    json.append(student % 3).append("\",\"metric_type\":\"");
    json.append(kind.name().toLowerCase(Locale.ROOT)).append("\",");
    particulars(json, kind, random, struggles);
    return finished(json, at);
  }

  private static byte[] finished(StringBuilder json, long at) {
    json.append(",\"timestamp\":\"").append(Instant.ofEpochMilli(at)).append("\"}");
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void particulars(StringBuilder json, Kind kind, long random, boolean struggles) {
    int dice = (int) ((random >>> 20) % 100);
    switch (kind) {
      case ATTEMPT -> {
        boolean correct = !struggles && dice < 75;
        json.append("\"metric_value\":").append(correct ? 1 : 0);
        json.append(",\"correct\":").append(correct);
        json.append(",\"metadata\":{\"duration_seconds\":").append(3 + dice % 20).append('}');
      }
      case CLICK -> {
        json.append("\"metric_value\":1,\"metadata\":{\"x\":").append(dice * 7);
        json.append(",\"y\":").append((dice * 13) % 600).append(",\"target\":\"answer\"}");
      }
      case HESITATION -> json.append("\"metric_value\":").append(dice % 20);
      case SCROLLING -> json.append("\"metric_value\":").append(dice * 11 - 300);
      default -> json.append("\"metric_value\":1");
    }
  }

  /** Numbers without a pattern, and not below zero (SplitMix64). */
  private static long mixed(long number) {
    long z = number * 0x9E3779B97F4A7C15L + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (z ^ (z >>> 31)) >>> 1;
  }
}
