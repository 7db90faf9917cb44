package io.gaia.bench.analysts;

import java.util.List;

/** What an analyst asks, in words and in SQL. */
record Question(String words, String sql) {

  /** The views, each as it is meant to be asked. */
  static List<Question> all() {
    return List.of(
        new Question(
            "classroom_hourly: a class's week",
            "select * from classroom_hourly where classroom_id = 'c-7'"
                + " and hour >= now() - interval '7 days' order by hour"),
        new Question(
            "classroom_hourly: all classes of a day",
            "select * from classroom_hourly where hour >= now() - interval '1 day'"
                + " order by classroom_id, hour"),
        new Question("classroom_hourly: all there is", "select * from classroom_hourly"),
        new Question("app_daily: all there is", "select * from app_daily order by day"),
        new Question(
            "classroom_minutes: a class's day",
            "select * from classroom_minutes where classroom_id = 'c-7'"
                + " and window_start >= now() - interval '1 day' order by window_start"),
        new Question(
            "item_struggle: the twenty hardest items",
            "select * from item_struggle order by severe_episode_count desc limit 20"),
        new Question("help_daily: all there is", "select * from help_daily order by day"),
        new Question(
            "help_outcome_daily: all there is", "select * from help_outcome_daily order by day"),
        new Question(
            "classroom_struggle_analysis: who struggles now",
            "select student_id, critical_events, high_severity_events, last_frustration_event"
                + " from classroom_struggle_analysis limit 5"),
        new Question(
            "classroom_struggle_analysis: in a class",
            "select * from classroom_struggle_analysis where classroom_id = 'c-7'"),
        new Question(
            "classroom_metrics_snapshot: a class's last minutes",
            "select window_start, active_student_count, struggling_student_count, health_score"
                + " from classroom_metrics_snapshot where classroom_id = 'c-7'"
                + " order by window_start desc limit 5"));
  }
}
