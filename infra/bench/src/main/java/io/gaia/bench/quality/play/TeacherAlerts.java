package io.gaia.bench.quality.play;

import io.gaia.flink.detection.model.AlertCare;
import io.gaia.flink.detection.model.AlertWord;
import io.gaia.flink.detection.model.CareSettings;
import io.gaia.flink.detection.model.CareState;
import io.gaia.flink.detection.model.ClassPolicy;
import io.gaia.flink.detection.model.ClassState;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.Judgement;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.StudentReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What teachers hear in the end. Every class has a teacher of its own. */
public final class TeacherAlerts {
  private final Map<String, ClassState> classes = new HashMap<>();
  private final Map<String, CareState> teachers = new HashMap<>();
  private int loud;
  private int quiet;
  private int classWide;

  void report(
      String studentId,
      String appName,
      LearnerState learner,
      Judgement judgement,
      List<EpisodeChange> changes) {
    String classroom = learner.classroomId.isEmpty() ? ClassPolicy.UNASSIGNED : learner.classroomId;
    ClassState state = classes.computeIfAbsent(classroom, absent -> new ClassState());
    while (state.now > 0 && ClassPolicy.nextDeadline(state) < learner.now) {
      count(ClassPolicy.elapse(classroom, state, ClassPolicy.nextDeadline(state)));
    }
    count(
        ClassPolicy.report(
            state,
            new StudentReport(
                classroom,
                studentId,
                appName,
                learner.lessonId,
                learner.itemId,
                Level.of(judgement.absoluteStruggle()),
                learner.score,
                learner.now,
                changes,
                false,
                "")));
  }

  private void count(List<AlertWord> words) {
    for (AlertWord each : words) {
      CareState teacher = teachers.computeIfAbsent(each.classroomId(), absent -> new CareState());
      AlertWord word = AlertCare.toTeacher(teacher, each, CareSettings.DEFAULT);
      if (word.kind() == AlertWord.Kind.DETECTED) {
        classWide += word.isClassWide() ? 1 : 0;
        quiet += !word.isClassWide() && word.quiet() ? 1 : 0;
        loud += !word.isClassWide() && !word.quiet() ? 1 : 0;
      }
    }
  }

  Heard heard(double classHours) {
    return new Heard(loud / classHours, quiet / classHours, classWide / classHours);
  }

  /** Alerts a class hour. */
  public record Heard(double loud, double quiet, double classWide) {}
}
