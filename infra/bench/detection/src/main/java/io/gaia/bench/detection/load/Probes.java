package io.gaia.bench.detection.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Students who make four errors within a second, each in a class without anybody else: the last
 * error at the latest is what the teacher is told of, at once.
 */
final class Probes {
  static final int PER_SECOND = 50;
  static final int ERRORS = 4;

  /** Ticks between a probe's errors: a quarter of a second. */
  private static final int APART = 12;

  private static final String NAME = "probe-";

  private Probes() {}

  /** Which probe makes its error {@code ordinal} at a tick; below zero: none yet. */
  static long at(long tick, int ordinal) {
    return tick - (long) ordinal * APART;
  }

  static boolean isOne(String studentId) {
    return studentId.startsWith(NAME);
  }

  static byte[] key(long probe) {
    return (NAME + probe).getBytes(StandardCharsets.UTF_8);
  }

  static byte[] value(long probe, int ordinal, long at) {
    return """
    {"event_id":"%s%d-%d","student_id":"%s%d","app_name":"fractions","session_id":"s-%d",\
    "classroom_id":"probe-class-%d","item_id":"probe-item","metric_type":"error",\
    "metric_value":1,"timestamp":"%s"}\
    """
        .formatted(NAME, probe, ordinal, NAME, probe, probe, probe, Instant.ofEpochMilli(at))
        .getBytes(StandardCharsets.UTF_8);
  }
}
