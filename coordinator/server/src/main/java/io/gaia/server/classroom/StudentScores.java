package io.gaia.server.classroom;

import io.gaia.schemas.event.StudentFrustration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A student's latest score in each app, with its last points. The order of records of different
 * times does not matter; of the same time the last one counts.
 */
record StudentScores(String studentId, Map<String, InApp> byApp) {

  static final int HISTORY_POINTS = 30;

  /** A student works in one app at a time; older scores of other apps are not shown. */
  static final Duration SAME_SITTING = Duration.ofMinutes(10);

  /**
   * @param history by time, the last {@link #HISTORY_POINTS}
   */
  record InApp(StudentFrustration latest, List<ScorePoint> history) {

    private InApp with(StudentFrustration score) {
      List<ScorePoint> points = new ArrayList<>(history);
      points.removeIf(point -> point.at().equals(score.at()));
      points.add(new ScorePoint(score.at(), score.score()));
      points.sort(Comparator.comparing(ScorePoint::at));
      int surplus = Math.max(0, points.size() - HISTORY_POINTS);
      return new InApp(
          score.at().isBefore(latest.at()) ? latest : score,
          List.copyOf(points.subList(surplus, points.size())));
    }
  }

  static StudentScores of(StudentFrustration first) {
    return new StudentScores(first.studentId(), Map.of()).with(first);
  }

  StudentScores with(StudentFrustration score) {
    TreeMap<String, InApp> apps = new TreeMap<>(byApp);
    InApp known = apps.getOrDefault(score.appName(), new InApp(score, List.of()));
    apps.put(score.appName(), known.with(score));
    return new StudentScores(studentId, apps);
  }

  Instant lastAt() {
    return newest().at();
  }

  /** Where the student was last seen. */
  String classroomId() {
    return newest().classroomId();
  }

  /** The app that needs a look first, of those the student was in lately. */
  InApp shown() {
    Instant sitting = lastAt().minus(SAME_SITTING);
    return byApp.values().stream()
        .filter(app -> !app.latest().at().isBefore(sitting))
        .max(
            Comparator.comparing((InApp app) -> app.latest().level())
                .thenComparing(app -> app.latest().score())
                .thenComparing(app -> app.latest().at()))
        .orElseThrow();
  }

  private StudentFrustration newest() {
    return byApp.values().stream()
        .map(InApp::latest)
        .max(
            Comparator.comparing(StudentFrustration::at).thenComparing(StudentFrustration::appName))
        .orElseThrow();
  }
}
