package io.gaia.bench.quality.report;

import io.gaia.bench.quality.model.Calls;
import io.gaia.bench.quality.model.LogisticRegression;
import io.gaia.bench.quality.model.Model;
import io.gaia.bench.quality.model.RankedCases;
import io.gaia.bench.quality.play.Case;
import io.gaia.bench.quality.play.Moment;
import io.gaia.bench.quality.play.PlayedData;
import io.gaia.bench.quality.play.TeacherAlerts;
import io.gaia.bench.quality.report.ModelResult.CallResult;
import io.gaia.bench.quality.report.ModelResult.OfGroup;
import io.gaia.bench.quality.report.ModelResult.OfLevel;
import io.gaia.bench.quality.truth.DataSet;
import io.gaia.bench.quality.truth.Split;
import io.gaia.bench.quality.truth.Struggle;
import io.gaia.bench.quality.truth.UnfitDataException;
import io.gaia.bench.report.Numbers;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * All that is measured on one data set.
 *
 * @param heard what teachers hear in the end, after class policy and care
 * @param toldByKind of Gaia's calls, by how the struggle showed
 */
public record DataResult(
    String name,
    String origin,
    String question,
    String mainGroup,
    int students,
    int unseenStudents,
    List<ModelResult> models,
    TeacherAlerts.Heard heard,
    Map<String, CallResult> toldByKind,
    Calibration calibration) {

  static final String LIMIT = "logistic regression on all signals";

  /** So strong that hardly a signal is believed on less than some dozen cases. */
  private static final double PENALTY = 1;

  /** What was measured, and the cases for who wants to fit on them. */
  public record Measurement(DataResult result, List<Case> cases) {}

  /**
   * Plays a data set and holds every model against its truth.
   *
   * @throws UnfitDataException when all students that can be judged fall on one side of the split
   */
  public static Measurement measure(DataSet data, Split split) throws UnfitDataException {
    List<Model> models = Model.all();
    Map<String, Calls> calls = new LinkedHashMap<>();
    models.stream().filter(Model::hasLevels).forEach(model -> calls.put(model.name(), new Calls()));
    PlayedData played =
        PlayedData.play(
            data,
            split,
            (student, item, at, moment) -> {
              for (Model model : models) {
                if (model.hasLevels()) {
                  double score = model.calling().applyAsDouble(moment);
                  calls.get(model.name()).see(student, item, at, score);
                }
              }
            });
    if (played.cases().stream().map(Case::fittedOn).distinct().count() < 2) {
      throw new UnfitDataException(
          "%s (%s): all students that can be judged fall on one side of the split; takes more"
                  .formatted(data.name(), data.origin())
              + " students, or another --seed");
    }
    List<Struggle> unseen =
        data.truth().struggles().stream().filter(s -> !split.isFittedOn(s.studentId())).toList();
    List<ModelResult> results = new ArrayList<>();
    for (Model model : models) {
      List<CallResult> called = new ArrayList<>();
      if (model.hasLevels()) {
        called.add(called(calls.get(model.name()).against(unseen), played.unseenClassHours()));
      }
      results.add(result(model, data, played.cases(), called));
    }
    results.add(limit(data, played.cases()));
    List<String> students = data.events().stream().map(e -> e.studentId()).distinct().toList();
    return new Measurement(
        new DataResult(
            data.name(),
            data.origin(),
            data.truth().question(),
            data.truth().mainGroup(),
            students.size(),
            (int) students.stream().filter(student -> !split.isFittedOn(student)).count(),
            List.copyOf(results),
            played.heard(),
            byKind(calls.get(Model.OURS), unseen, played.unseenClassHours()),
            Calibration.of(played.cases())),
        played.cases());
  }

  private static ModelResult result(
      Model model, DataSet data, List<Case> cases, List<CallResult> called) {
    List<OfGroup> groups =
        data.truth().groups().stream()
            .map(group -> ofGroup(group, cases, model.score(), model.hasLevels()))
            .toList();
    return new ModelResult(model.name(), groups, called);
  }

  private static OfGroup ofGroup(
      String group, List<Case> cases, ToDoubleFunction<Moment> score, boolean hasLevels) {
    RankedCases ranked = ranked(group, cases, score);
    List<OfLevel> levels = new ArrayList<>();
    if (hasLevels) {
      for (Level level : List.of(Level.LOW, Level.MEDIUM, Level.HIGH, Level.CRITICAL)) {
        double edge = level.lowerEdge();
        levels.add(new OfLevel(Words.of(level), ranked.precisionAt(edge), ranked.recallAt(edge)));
      }
    }
    return new OfGroup(
        group, ranked.size(), ranked.shareStuck(), ranked.areaUnderCurve(), List.copyOf(levels));
  }

  private static RankedCases ranked(
      String group, List<Case> cases, ToDoubleFunction<Moment> score) {
    RankedCases ranked = new RankedCases();
    cases.stream()
        .filter(c -> !c.fittedOn() && c.group().equals(group))
        .forEach(c -> ranked.add(score.applyAsDouble(c.moment()), c.stuck()));
    return ranked;
  }

  private static CallResult called(Calls.Outcome outcome, double classHours) {
    return new CallResult(
        outcome.calls() / classHours,
        (double) outcome.right() / outcome.calls(),
        (double) outcome.leadSeconds().size() / outcome.struggles(),
        Numbers.median(outcome.leadSeconds()));
  }

  private static Map<String, CallResult> byKind(
      Calls calls, List<Struggle> struggles, double classHours) {
    Map<String, List<Struggle>> kinds = new TreeMap<>();
    struggles.forEach(s -> kinds.computeIfAbsent(s.kind(), absent -> new ArrayList<>()).add(s));
    Map<String, CallResult> told = new TreeMap<>();
    kinds.forEach((kind, of) -> told.put(kind, called(calls.against(of), classHours)));
    return told;
  }

  /** What weighing the signals could give when nobody had to check the weights: one set a group. */
  private static ModelResult limit(DataSet data, List<Case> cases) {
    List<OfGroup> groups = new ArrayList<>();
    for (String group : data.truth().groups()) {
      List<Case> all = cases.stream().filter(c -> c.group().equals(group)).toList();
      List<Case> fitted = all.stream().filter(Case::fittedOn).toList();
      boolean[] stuck = new boolean[fitted.size()];
      for (int i = 0; i < stuck.length; i++) {
        stuck[i] = fitted.get(i).stuck();
      }
      LogisticRegression regression =
          LogisticRegression.fit(
              fitted.stream().map(c -> intensities(c.moment())).toList(), stuck, PENALTY);
      groups.add(ofGroup(group, all, moment -> regression.chance(intensities(moment)), false));
    }
    return new ModelResult(LIMIT, groups, List.of());
  }

  private static double[] intensities(Moment moment) {
    return Arrays.stream(Signal.values()).mapToDouble(moment::intensity).toArray();
  }
}
