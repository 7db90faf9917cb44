package io.gaia.bench.detection;

import io.gaia.bench.detection.load.Workload;
import java.util.List;

/**
 * How much is measured.
 *
 * @param schools whose events are read, each by every engine
 * @param warmUpSeconds of reading
 * @param mostSeconds of one measurement
 * @param turns how often each is measured, by turns
 */
public record Plan(
    List<School> schools, double warmUpSeconds, double mostSeconds, int turns, Delays delays) {

  /**
   * Whose events are read.
   *
   * @param warmUpEvents are taken before the measurement, whatever the time
   */
  public record School(Workload events, long warmUpEvents) {}

  /**
   * How the delay is measured.
   *
   * @param rates events a second
   * @param warmUpSeconds at the same rate
   */
  public record Delays(List<Integer> rates, double warmUpSeconds, double seconds) {}

  /** For quotable numbers; about an hour. */
  static Plan full() {
    return new Plan(
        List.of(
            // the 700,000th event brings the first one's turn in the history
            new School(new Workload(10_000, 5_000_000), 800_000),
            // each of them has come once before the measurement ends
            new School(new Workload(1_000_000, 1_200_000), 840_000)),
        75,
        20,
        1,
        new Delays(List.of(1_000, 10_000, 50_000), 120, 24));
  }

  /** To see that all works. */
  static Plan quick() {
    return new Plan(
        List.of(
            new School(new Workload(1_000, 100_000), 30_000),
            new School(new Workload(20_000, 60_000), 18_000)),
        0,
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
    return new Plan(those, warmUpSeconds, mostSeconds, turns, delays);
  }

  /**
   * @param others events a second; empty for the plan's own
   */
  Plan atRates(List<Integer> others) {
    Delays those =
        others.isEmpty() ? delays : new Delays(others, delays.warmUpSeconds(), delays.seconds());
    return new Plan(schools, warmUpSeconds, mostSeconds, turns, those);
  }

  Plan withTurns(int others) {
    return new Plan(schools, warmUpSeconds, mostSeconds, others, delays);
  }
}
