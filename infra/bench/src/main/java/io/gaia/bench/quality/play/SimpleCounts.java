package io.gaia.bench.quality.play;

import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Peers;
import java.util.HashMap;
import java.util.Map;

/** What simple rules go by, of one student. */
final class SimpleCounts {
  private static final long MINUTE_MILLIS = 60_000;

  private static final class Visit {
    private long firstAt;
    private int failures;
    private double othersAsFar;
  }

  private final Map<String, Visit> visits = new HashMap<>();
  private Visit visit = new Visit();
  private String itemId = "";
  private long minuteOf;
  private Minute minute = Minute.NOTHING;

  void take(Observation event) {
    passTime(event.at());
    boolean wrong = event.kind() == ObservationKind.ATTEMPT && !event.success();
    minute =
        switch (event.kind()) {
          case ERROR -> plus(1, 0, 0);
          case ATTEMPT -> plus(wrong ? 1 : 0, 0, 0);
          case BACKSPACE -> plus(0, Math.max(1, (int) event.value()), 0);
          case HESITATION -> plus(0, 0, event.value());
          default -> minute;
        };
    if (event.itemId().isEmpty()) {
      return;
    }
    itemId = event.itemId();
    visit =
        visits.computeIfAbsent(
            itemId,
            absent -> {
              Visit fresh = new Visit();
              fresh.firstAt = event.at();
              return fresh;
            });
    if (event.kind() == ObservationKind.COMPLETION
        || (event.kind() == ObservationKind.ATTEMPT && event.success())) {
      visit.failures = 0;
    }
    if (wrong) {
      visit.failures++;
      Peers peers = event.peers();
      visit.othersAsFar = peers.areEnough() ? (double) peers.reached() / peers.students() : 0;
    }
  }

  /** The seed's window tumbles with the clock's minute. */
  void passTime(long at) {
    if (at / MINUTE_MILLIS != minuteOf) {
      minuteOf = at / MINUTE_MILLIS;
      minute = Minute.NOTHING;
    }
  }

  private Minute plus(int errors, int backspaces, double seconds) {
    return new Minute(
        minute.errors() + errors,
        minute.backspaces() + backspaces,
        minute.hesitationSeconds() + seconds);
  }

  String itemId() {
    return itemId;
  }

  Minute minute() {
    return minute;
  }

  int failures() {
    return visit.failures;
  }

  double othersAsFar() {
    return visit.othersAsFar;
  }

  double secondsOnItem(long at) {
    return itemId.isEmpty() ? 0 : (at - visit.firstAt) / 1000.0;
  }
}
