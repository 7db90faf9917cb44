package io.gaia.flink.detection.model;

/** What a teacher reads: what was seen, with its numbers, never what the student feels. */
final class Words {

  private Words() {}

  static String on(String itemId) {
    return itemId.isEmpty() ? "" : " on '" + itemId + "'";
  }

  static String count(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  /** Such as "40 seconds" or "3 minutes": exact enough for a teacher. */
  static String duration(long millis) {
    long seconds = Math.max(1, Math.round(millis / 1000.0));
    if (seconds < 90) {
      return count(seconds, "second", "seconds");
    }
    long minutes = Math.round(seconds / 60.0);
    return minutes < 90
        ? count(minutes, "minute", "minutes")
        : count(Math.round(minutes / 60.0), "hour", "hours");
  }

  static String within(long millis) {
    return " within " + (millis == 60_000 ? "a minute" : duration(millis));
  }

  /** Compares with the class, when that says something. */
  static String classmates(Peers peers) {
    if (!peers.areEnough()) {
      return "";
    }
    return peers.reached() == 0
        ? "; none of " + peers.students() + " others had as many"
        : "; " + peers.reached() + " of " + peers.students() + " others had as many";
  }
}
