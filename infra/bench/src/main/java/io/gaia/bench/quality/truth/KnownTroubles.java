package io.gaia.bench.quality.truth;

import io.gaia.client.simulation.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The truth of the simulated school. Judged every half minute of each student: stuck at that
 * moment, or not. Being bored is not.
 */
public final class KnownTroubles implements Truth {
  private static final String ANY_MOMENT = "every 30 s";
  private static final long SAMPLE_MILLIS = 30_000;

  private final Map<String, List<Trouble>> stuck = new HashMap<>();
  private final List<Struggle> struggles = new ArrayList<>();
  private final Map<String, Long> lastSample = new HashMap<>();

  public KnownTroubles(List<Trouble> troubles) {
    for (Trouble trouble : troubles) {
      if (trouble.stuck()) {
        stuck.computeIfAbsent(trouble.studentId(), absent -> new ArrayList<>()).add(trouble);
        struggles.add(
            new Struggle(
                trouble.studentId(),
                trouble.itemId(),
                trouble.kind(),
                trouble.since().toEpochMilli(),
                trouble.evidentAt().toEpochMilli(),
                until(trouble)));
      }
    }
  }

  @Override
  public String question() {
    return "Stuck: at this moment the school knows that the student is, from the first failure on"
        + " to the end of the trouble.";
  }

  @Override
  public List<String> groups() {
    return List.of(ANY_MOMENT);
  }

  @Override
  public String mainGroup() {
    return ANY_MOMENT;
  }

  @Override
  public Optional<Verdict> at(String studentId, Optional<String> eventId, long at) {
    Long before = lastSample.get(studentId);
    if (before != null && at - before < SAMPLE_MILLIS) {
      return Optional.empty();
    }
    lastSample.put(studentId, at);
    return Optional.of(new Verdict(ANY_MOMENT, isStuck(studentId, at)));
  }

  private boolean isStuck(String studentId, long at) {
    return stuck.getOrDefault(studentId, List.of()).stream()
        .anyMatch(trouble -> trouble.since().toEpochMilli() <= at && at < until(trouble));
  }

  private static long until(Trouble trouble) {
    return trouble.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
  }

  @Override
  public List<Struggle> struggles() {
    return List.copyOf(struggles);
  }
}
