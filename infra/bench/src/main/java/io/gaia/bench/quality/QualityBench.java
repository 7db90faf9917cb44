package io.gaia.bench.quality;

import io.gaia.client.replay.Recording;
import io.gaia.flink.detection.Observations;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How well the score tells, on real logs, who will stay stuck, and how many alerts a class gets.
 * Nothing is fitted: the weights are the defaults, so every student is an unseen one.
 */
public final class QualityBench {

  private QualityBench() {}

  public static void main(String[] files) throws IOException {
    if (files.length == 0 || List.of(files).contains("--help")) {
      System.out.println("usage: quality FILE...   logs in any format that gaia replay takes");
      return;
    }
    for (String file : files) {
      report(Recording.read(Path.of(file)));
    }
  }

  private static void report(Recording recording) {
    List<Observation> events =
        recording.events().stream().flatMap(event -> Observations.of(event).stream()).toList();
    ScoredLog scored = new ScoredLog(events);
    System.out.printf(
        Locale.ROOT,
        "%n%s: %d events (%s)%n",
        recording.school(),
        events.size(),
        recording.format().wireName());
    scored.cases.forEach(QualityBench::reportCases);
    double hours = scored.classHours();
    System.out.printf(
        Locale.ROOT,
        "  alerts per class hour (%d class hours): %.2f with sound, %.2f quiet, %.3f class-wide%n",
        scored.classHours(),
        scored.loud / hours,
        scored.quiet / hours,
        scored.classWide / hours);
  }

  private static void reportCases(int at, Map<String, RankedCases> byModel) {
    RankedCases ours = byModel.get("our score");
    System.out.printf(
        Locale.ROOT,
        "  at failed attempt %d: %d cases, %.0f %% stuck%n",
        at,
        ours.size(),
        100 * ours.shareStuck());
    byModel.forEach(
        (name, cases) ->
            System.out.printf(Locale.ROOT, "    AUC %.3f  %s%n", cases.areaUnderCurve(), name));
    for (Level level : List.of(Level.MEDIUM, Level.HIGH, Level.CRITICAL)) {
      System.out.printf(
          Locale.ROOT,
          "    from %-8s precision %.2f, recall %.2f%n",
          level.name().toLowerCase(Locale.ROOT),
          ours.precisionAt(level.lowerEdge()),
          ours.recallAt(level.lowerEdge()));
    }
  }
}
