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

  /** With {@link #STORY_STEP} about an hour. */
  static final int STORY_POINTS = 150;

  static final Duration STORY_STEP = Duration.ofSeconds(30);

  /** A student works in one app at a time; older scores of other apps are not shown. */
  static final Duration SAME_SITTING = Duration.ofMinutes(10);

  /**
   * @param story by time, at most {@link #STORY_POINTS}: the last {@link #HISTORY_POINTS} as they
   *     came, older ones at least {@link #STORY_STEP} apart
   */
  record InApp(StudentFrustration latest, List<StoryPoint> story) {

    private InApp with(StudentFrustration score) {
      List<StoryPoint> points = new ArrayList<>(story);
      points.removeIf(point -> point.at().equals(score.at()));
      points.add(StoryPoint.of(score));
      points.sort(Comparator.comparing(StoryPoint::at));
      int leaving = points.size() - HISTORY_POINTS - 1;
      if (leaving > 0 && isCloseTo(points.get(leaving - 1), points.get(leaving))) {
        // of two close ones the worse is the story
        boolean isWorse = points.get(leaving).score() > points.get(leaving - 1).score();
        points.remove(isWorse ? leaving - 1 : leaving);
      }
      int surplus = Math.max(0, points.size() - STORY_POINTS);
      return new InApp(
          score.at().isBefore(latest.at()) ? latest : score,
          List.copyOf(points.subList(surplus, points.size())));
    }

    private static boolean isCloseTo(StoryPoint one, StoryPoint next) {
      return Duration.between(one.at(), next.at()).compareTo(STORY_STEP) < 0;
    }

    /** The last scores, oldest first. */
    List<ScorePoint> history() {
      int surplus = Math.max(0, story.size() - HISTORY_POINTS);
      return story.subList(surplus, story.size()).stream().map(StoryPoint::scorePoint).toList();
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
