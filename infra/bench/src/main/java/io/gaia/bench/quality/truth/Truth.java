package io.gaia.bench.quality.truth;

import java.util.List;
import java.util.Optional;

/** What really was the matter with the students of a data set. Asked in time order. */
public interface Truth {

  /**
   * A moment that is judged.
   *
   * @param group moments that are comparable; models are measured on each group
   * @param stuck what the score should have told
   */
  record Verdict(String group, boolean stuck) {}

  /** What is judged, in a sentence. */
  String question();

  /** The groups, in the order of the report. */
  List<String> groups();

  /** The group whose precision and recall are shown. */
  String mainGroup();

  /**
   * Whether this moment is judged, and what was true.
   *
   * @param eventId absent when only time has passed
   */
  Optional<Verdict> at(String studentId, Optional<String> eventId, long at);

  /** Everybody who was stuck. */
  List<Struggle> struggles();
}
