package io.gaia.bench.detection;

import io.gaia.bench.detection.load.Workload;
import java.util.List;

/**
 * How much is measured.
 *
 * @param schools whose events are read, each by every engine
 * @param mostSeconds of one measurement
 * @param turns how often each is measured, by turns
 */
public record Plan(List<School> schools, double mostSeconds, int turns, Delays delays) {

  /**
   * Whose events are read.
   *
   * @param warmUp share of the events that are taken before the measurement
   */
  public record School(Workload events, double warmUp) {}

  /**
   * How the delay is measured.
   *
   * @param rates events a second
   * @param warmUpSeconds at the same rate
   */
  public record Delays(List<Integer> rates, double warmUpSeconds, double seconds) {}

  /** For quotable numbers; about a quarter of an hour. */
  static Plan full() {
    return new Plan(
        List.of(
            // the 650,000th event brings the first one's turn in the history, and code is warm by
            // then
            new School(new Workload(10_000, 2_000_000), 0.4),
            // each of them has come once before the measurement ends
            new School(new Workload(1_000_000, 1_200_000), 0.7)),
        20,
        1,
        new Delays(List.of(1_000, 10_000, 50_000), 40, 24));
  }

  /** To see that all works. */
  static Plan quick() {
    return new Plan(
        List.of(
            new School(new Workload(1_000, 100_000), 0.3),
            new School(new Workload(20_000, 60_000), 0.3)),
        5,
        1,
        new Delays(List.of(1_000), 5, 5));
  }

  /**
   * @param numbers of students; empty for all
   */
  Plan ofStudents(List<Integer> numbers) {
    List<School> those =
        schools.stream()
            .filter(school -> numbers.isEmpty() || numbers.contains(school.events().students()))
            .toList();
    return new Plan(those, mostSeconds, turns, delays);
  }

  Plan withTurns(int others) {
    return new Plan(schools, mostSeconds, others, delays);
  }
}
