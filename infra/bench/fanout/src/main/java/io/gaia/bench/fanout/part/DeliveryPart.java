package io.gaia.bench.fanout.part;

import io.gaia.bench.fanout.load.LoadResult;
import io.gaia.bench.fanout.server.Measured;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How many frames a second reach a channel's readers, and how soon after the record. */
public final class DeliveryPart {
  private DeliveryPart() {}

  /** Measures the subjects by turns, never at once. */
  public static List<Section> measure(Workshop workshop) throws IOException, InterruptedException {
    Map<String, List<LoadResult>> floods = new LinkedHashMap<>();
    Map<String, List<LoadResult>> paced = new LinkedHashMap<>();
    for (int turn = 1; turn <= workshop.plan().turns(); turn++) {
      for (Measured subject : workshop.subjects()) {
        workshop
            .progress()
            .say("  turn %d of %d: %s".formatted(turn, workshop.plan().turns(), subject.name()));
        drive(workshop, subject, 0, floods);
        drive(workshop, subject, workshop.plan().perSecond(), paced);
      }
    }
    return List.of(rates(workshop, floods), delays(workshop, paced));
  }

  private static void drive(
      Workshop workshop, Measured subject, double perSecond, Map<String, List<LoadResult>> results)
      throws IOException, InterruptedException {
    results
        .computeIfAbsent(subject.name(), name -> new ArrayList<>())
        .add(workshop.drive(subject, workshop.plan().readers(), perSecond));
  }

  private static Section rates(Workshop workshop, Map<String, List<LoadResult>> floods) {
    double limit = median(last(floods), LoadResult::framesPerSecond);
    List<List<String>> rows = new ArrayList<>();
    floods.forEach(
        (name, results) -> {
          double frames = median(results, LoadResult::framesPerSecond);
          rows.add(
              List.of(
                  name,
                  Numbers.whole(frames),
                  Numbers.whole(frames / workshop.plan().readers()),
                  Numbers.ratio(frames, limit),
                  missing(results),
                  Numbers.tenths(median(results, LoadResult::serverCores)),
                  Numbers.tenths(median(results, LoadResult::generatorCores))));
        });
    return new Section(
        "Frames a second",
        "One channel, %,d readers; messages are sent as fast as they arrive, at most 100 on the way."
            .formatted(workshop.plan().readers()),
        new Table(
            List.of(
                "",
                "frames/s",
                "messages/s",
                "ratio",
                "missing",
                "cores, server",
                "cores, readers"),
            rows),
        List.of(),
        floods);
  }

  private static Section delays(Workshop workshop, Map<String, List<LoadResult>> paced) {
    double limit = median(last(paced), LoadResult::p99);
    List<List<String>> rows = new ArrayList<>();
    paced.forEach(
        (name, results) -> {
          double p99 = median(results, LoadResult::p99);
          rows.add(
              List.of(
                  name,
                  Numbers.millis(median(results, LoadResult::p50)),
                  Numbers.millis(p99),
                  Numbers.millis(median(results, LoadResult::max)),
                  Numbers.ratio(p99, limit),
                  missing(results),
                  Numbers.tenths(median(results, LoadResult::serverCores))));
        });
    return new Section(
        "From record to frame",
        ("%s messages a second to %,d readers, %s frames a second; counted from when the message"
                + " was due, to each of its frames. Gaia's way leads through Kafka, the peer's does"
                + " not. Milliseconds.")
            .formatted(
                Numbers.whole(workshop.plan().perSecond()),
                workshop.plan().readers(),
                Numbers.whole(workshop.plan().perSecond() * workshop.plan().readers())),
        new Table(
            List.of("", "p50", "p99", "max", "ratio of p99", "missing", "cores, server"), rows),
        List.of(),
        paced);
  }

  /** The peer, which is the limit. */
  private static List<LoadResult> last(Map<String, List<LoadResult>> results) {
    return List.copyOf(results.values()).get(results.size() - 1);
  }

  static double median(List<LoadResult> results, ToDoubleFunction<LoadResult> number) {
    return Numbers.median(results.stream().mapToDouble(number).boxed().toList());
  }

  static String missing(List<LoadResult> results) {
    return Numbers.whole(results.stream().mapToLong(LoadResult::missing).sum());
  }
}
