package io.gaia.bench.quality.report;

import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import io.gaia.flink.detection.model.DetectionDefaults;
import io.gaia.flink.detection.model.Signal;
import java.util.List;
import java.util.Map;

/** Weights as fitted, beside those of the table. */
public final class WeightSection {
  private WeightSection() {}

  public static Section of(Map<Signal, Double> fitted) {
    List<List<String>> rows =
        fitted.entrySet().stream()
            .map(
                entry ->
                    List.of(
                        entry.getKey().wireName(),
                        Words.hundredths(DetectionDefaults.rule(entry.getKey()).weight()),
                        Words.hundredths(entry.getValue())))
            .toList();
    return new Section(
        "Weights",
        "Fitted on the students that the numbers above are not of: in steps of 0.05 to the most"
            + " likely, held near judgement (L2). They come into force by changing the table"
            + " (DetectionDefaults); the next run then measures them.",
        new Table(List.of("signal", "the table's", "fitted"), rows),
        List.of(),
        fitted);
  }
}
