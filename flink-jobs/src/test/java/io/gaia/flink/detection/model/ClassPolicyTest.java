package io.gaia.flink.detection.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.detection.model.AlertWord.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassPolicyTest {
  private final ClassState state = new ClassState();
  private final List<AlertWord> words = new ArrayList<>();
  private long now = Story.BEGINNING;

  private static EpisodeChange change(
      EpisodeChange.Kind kind, String item, Level level, long number, long at) {
    return new EpisodeChange(
        kind,
        number,
        1,
        false,
        "c-1",
        "",
        item,
        at,
        at,
        at,
        level,
        level.lowerEdge(),
        level,
        level.lowerEdge(),
        List.of());
  }

  private void report(String student, String item, Level level, EpisodeChange... changes) {
    words.addAll(
        ClassPolicy.report(
            state,
            new StudentReport(
                "c-1",
                student,
                "fractions",
                "",
                item,
                level,
                level.lowerEdge(),
                now,
                List.of(changes),
                false,
                "")));
  }

  private void opens(String student, String item, Level level) {
    report(student, item, level, change(EpisodeChange.Kind.OPENED, item, level, 1, now));
  }

  private void pass(long seconds) {
    long end = now + seconds * 1000;
    while (ClassPolicy.nextDeadline(state) <= end) {
      words.addAll(ClassPolicy.elapse("c-1", state, ClassPolicy.nextDeadline(state)));
    }
    now = end;
  }

  private List<String> told() {
    return words.stream()
        .map(word -> word.kind() + " " + (word.isClassWide() ? "class" : word.studentId()))
        .toList();
  }

  @Test
  void anEpisodeIsAnAlertAndItsLaterWordsCountUp() {
    opens("ada", "q1", Level.MEDIUM);
    report("ada", "q1", Level.HIGH, change(EpisodeChange.Kind.ESCALATED, "q1", Level.HIGH, 1, now));
    report("ada", "q1", Level.HIGH);
    report("ada", "q1", Level.NONE, change(EpisodeChange.Kind.RESOLVED, "q1", Level.HIGH, 1, now));
    assertThat(told()).containsExactly("DETECTED ada", "ESCALATED ada", "RESOLVED ada");
    assertThat(words).extracting(AlertWord::ordinal).containsExactly(2, 3, 5);
  }

  @Test
  void whoGoesOnFromACheckpointAndSaysFewerWordsEndsWithTheSameOne() {
    opens("ada", "q1", Level.MEDIUM);
    report("ada", "q1", Level.NONE, change(EpisodeChange.Kind.RESOLVED, "q1", Level.HIGH, 1, now));
    assertThat(told()).containsExactly("DETECTED ada", "RESOLVED ada");
    assertThat(words).extracting(AlertWord::ordinal).containsExactly(2, 5);
  }

  @Test
  void aClassStuckOnOneItemIsOneAlertInsteadOfSingleOnes() {
    for (int i = 0; i < 10; i++) {
      report("s" + i, "q1", Level.NONE);
    }
    for (int i = 0; i < 5; i++) {
      opens("s" + i, "q1", Level.HIGH);
    }
    assertThat(told())
        .containsExactly(
            "DETECTED s0",
            "DETECTED s1",
            "DETECTED s2",
            "DETECTED class",
            "RESOLVED s0",
            "RESOLVED s1",
            "RESOLVED s2",
            "ESCALATED class");
    AlertWord classWide = words.get(3);
    assertThat(classWide.students()).containsExactly("s0", "s1", "s2", "s3");
    assertThat(classWide.reasons().get(0).text()).isEqualTo("4 of 10 may be stuck on 'q1'");
  }

  @Test
  void aClassAlertEndsAMinuteAfterMostAreOverItAndWhoIsStillStuckIsNamed() {
    for (int i = 0; i < 10; i++) {
      report("s" + i, "q1", Level.NONE);
    }
    for (int i = 0; i < 4; i++) {
      opens("s" + i, "q1", Level.HIGH);
    }
    words.clear();
    pass(30);
    for (int i = 0; i < 3; i++) {
      report(
          "s" + i, "q2", Level.NONE, change(EpisodeChange.Kind.RESOLVED, "q1", Level.HIGH, 1, now));
    }
    assertThat(told()).isEmpty();
    pass(90);
    assertThat(told()).containsExactly("RESOLVED class", "DETECTED s3");
  }

  @Test
  void aSmallClassAndNobodysClassHaveSingleAlertsOnly() {
    for (int i = 0; i < 7; i++) {
      opens("s" + i, "q1", Level.CRITICAL);
    }
    assertThat(words).hasSize(7).noneMatch(AlertWord::isClassWide);
  }

  @Test
  void stuckOnDifferentItemsIsNoClassAlert() {
    for (int i = 0; i < 10; i++) {
      opens("s" + i, "q" + i, Level.HIGH);
    }
    assertThat(words).hasSize(10).noneMatch(AlertWord::isClassWide);
  }

  @Test
  void anErasedStudentsAlertIsTakenBack() {
    opens("ada", "q1", Level.HIGH);
    words.addAll(ClassPolicy.report(state, StudentReport.erased("c-1", "ada", "fractions", now)));
    assertThat(told()).containsExactly("DETECTED ada", "RESOLVED ada");
    pass(2_000);
    assertThat(ClassPolicy.isEmpty(state)).isTrue();
  }

  @Test
  void kindsAreToldOnce() {
    opens("ada", "q1", Level.HIGH);
    for (int i = 0; i < 5; i++) {
      report("ada", "q1", Level.HIGH);
    }
    assertThat(words).extracting(AlertWord::kind).containsExactly(Kind.DETECTED);
  }
}
