package io.gaia.bench.quality.report;

import io.gaia.bench.quality.report.ModelResult.CallResult;
import io.gaia.bench.quality.report.ModelResult.OfGroup;
import io.gaia.bench.quality.report.ModelResult.OfLevel;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of one data set. */
public final class DataSections {
  private DataSections() {}

  public static List<Section> of(DataResult result) {
    return List.of(whoIsStuck(result), calls(result), calibration(result));
  }

  private static Section whoIsStuck(DataResult result) {
    List<String> columns = new ArrayList<>(List.of("model"));
    List<OfGroup> groups = result.models().get(0).groups();
    groups.forEach(group -> columns.add("AUC " + group.group()));
    groups.get(0).levels().forEach(level -> columns.add("from " + level.level()));
    List<List<String>> rows = new ArrayList<>();
    for (ModelResult model : result.models()) {
      if (saysNothing(model)) {
        continue;
      }
      List<String> row = new ArrayList<>(List.of(model.model()));
      model.groups().forEach(group -> row.add(Words.thousandths(group.areaUnderCurve())));
      model.groups().stream()
          .filter(group -> group.group().equals(result.mainGroup()))
          .flatMap(group -> group.levels().stream())
          .forEach(level -> row.add(told(level)));
      while (row.size() < columns.size()) {
        row.add("-");
      }
      rows.add(row);
    }
    List<String> remarks = new ArrayList<>();
    for (OfGroup group : groups) {
      remarks.add(
          "%s: %d cases, %s stuck; Gaia's score %s"
              .formatted(
                  group.group(),
                  group.cases(),
                  Words.hundredths(group.shareStuck()),
                  group.levels().stream()
                      .map(level -> "from %s %s".formatted(level.level(), told(level)))
                      .collect(Collectors.joining(", "))));
    }
    List<String> silent =
        result.models().stream().filter(DataSections::saysNothing).map(ModelResult::model).toList();
    if (!silent.isEmpty()) {
      remarks.add("the data does not show: " + String.join(", ", silent));
    }
    return new Section(
        result.name() + ": who is stuck",
        "%s. %d students, of them %d that nothing was fitted on; the numbers are theirs. %s From a"
                .formatted(
                    result.origin(), result.students(), result.unseenStudents(), result.question())
            + " level on: precision / recall, %s.".formatted(result.mainGroup()),
        new Table(columns, rows),
        remarks,
        result);
  }

  private static String told(OfLevel level) {
    return Words.hundredths(level.precision()) + " / " + Words.hundredths(level.recall());
  }

  /** The same for every case: not known in this data. */
  private static boolean saysNothing(ModelResult model) {
    return model.groups().stream()
        .allMatch(group -> Double.isNaN(group.areaUnderCurve()) || group.areaUnderCurve() == 0.5);
  }

  private static Section calls(DataResult result) {
    List<List<String>> rows = new ArrayList<>();
    for (ModelResult model : result.models()) {
      for (CallResult call : model.calls()) {
        if (call.perClassHour() > 0) {
          rows.add(row(model.model(), call));
        }
      }
    }
    List<String> remarks = new ArrayList<>();
    if (result.toldByKind().size() > 1) {
      result
          .toldByKind()
          .forEach(
              (kind, call) ->
                  remarks.add(
                      "Gaia, %s: %s told, %s before it was evident"
                          .formatted(
                              kind,
                              Words.hundredths(call.told()),
                              Words.duration(call.leadSeconds()))));
    }
    remarks.add(
        "what teachers hear of Gaia's, a class hour, over all students: %s with sound, %s quiet, %s"
                .formatted(
                    Words.hundredths(result.heard().loud()),
                    Words.hundredths(result.heard().quiet()),
                    Words.hundredths(result.heard().classWide()))
            + " about the whole class");
    return new Section(
        result.name() + ": calls and lead time",
        "A call for each rise to medium or above, the next one after a minute below, for every"
            + " model alike. A class hour: 27 students at work for an hour. Right: the call is"
            + " about somebody who was stuck on the item. Told: share of those stuck that were"
            + " called before the label could be known, and how long before (median).",
        new Table(List.of("model", "calls a class hour", "right", "told", "lead"), rows),
        remarks,
        result.toldByKind());
  }

  private static List<String> row(String name, CallResult call) {
    return List.of(
        name,
        Words.hundredths(call.perClassHour()),
        Words.hundredths(call.right()),
        Words.hundredths(call.told()),
        Words.duration(call.leadSeconds()));
  }

  private static Section calibration(DataResult result) {
    Calibration calibration = result.calibration();
    List<List<String>> rows =
        calibration.bands().stream()
            .map(
                band ->
                    List.of(
                        Words.of(band.level()),
                        Integer.toString(band.cases()),
                        Words.hundredths(band.chance()),
                        Words.hundredths(band.stuck())))
            .toList();
    return new Section(
        result.name() + ": calibration of Gaia's score",
        "The score orders; it is no chance by itself. Chance: read off the score by a logistic"
            + " curve that was fitted on the other students.",
        new Table(List.of("level", "cases", "chance, mean", "stuck"), rows),
        List.of(
            "Brier: %s of the chance, %s of the bare score, %s of always telling the share"
                .formatted(
                    Words.thousandths(calibration.brierOfChance()),
                    Words.thousandths(calibration.brierOfScore()),
                    Words.thousandths(calibration.brierOfShare()))),
        calibration);
  }
}
