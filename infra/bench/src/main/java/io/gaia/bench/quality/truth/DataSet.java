package io.gaia.bench.quality.truth;

import io.gaia.client.replay.Recording;
import io.gaia.client.simulation.SchoolPlan;
import io.gaia.client.simulation.SimulatedSchool;
import io.gaia.client.simulation.Trouble;
import io.gaia.flink.detection.Observations;
import io.gaia.flink.detection.model.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Events in time order, and the truth about them.
 *
 * @param origin where it comes from, in a sentence
 * @param simulated what the simulation does with keys and clicks is judgement, not data
 */
public record DataSet(
    String name, String origin, boolean simulated, List<Observation> events, Truth truth) {

  /** A Monday morning; any would do. */
  private static final Instant SCHOOL_BEGINS = Instant.parse("2026-03-02T09:00:00Z");

  private static final Duration BEFORE_THE_OPENING = Duration.ofMinutes(10);

  public DataSet {
    events = List.copyOf(events);
  }

  /**
   * A log in any format that {@code gaia replay} takes.
   *
   * @throws UnfitDataException when a row is not right: a number that left rows out would be
   *     another number
   */
  public static DataSet ofLog(Path file) throws IOException {
    Recording recording = Recording.read(file);
    if (recording.badCount() > 0) {
      throw new UnfitDataException(
          "%s (%d bad rows in all)".formatted(recording.badRows().get(0), recording.badCount()));
    }
    List<Observation> events =
        recording.events().stream().flatMap(event -> Observations.of(event).stream()).toList();
    LoggedOutcome truth = new LoggedOutcome(events);
    if (truth.struggles().isEmpty()) {
      throw new UnfitDataException(
          file
              + ": nobody is stuck in it: no student fails an item twice and stays stuck; takes"
              + " attempts with an item and whether they solved it");
    }
    return new DataSet(
        recording.school(),
        "%s, %s".formatted(file.getFileName(), recording.format().wireName()),
        false,
        events,
        truth);
  }

  /** The simulated school, whose truth is known. */
  public static DataSet ofSchool(long seed, int classrooms, int students, Duration duration) {
    SchoolPlan plan =
        new SchoolPlan(
            seed,
            "quality",
            classrooms,
            students,
            SCHOOL_BEGINS,
            SCHOOL_BEGINS.plus(BEFORE_THE_OPENING));
    SimulatedSchool school = new SimulatedSchool(plan);
    Instant end = SCHOOL_BEGINS.plus(duration);
    List<Observation> events = new ArrayList<>();
    while (school.nextTime().isBefore(end)) {
      Observations.of(school.next()).ifPresent(events::add);
    }
    List<Trouble> troubles = new ArrayList<>(school.takeEndedTroubles());
    troubles.addAll(school.ongoingTroubles());
    return new DataSet(
        "simulated school",
        "seed %d, %d classes of %d, %d minutes"
            .formatted(seed, classrooms, students, duration.toMinutes()),
        true,
        events,
        new KnownTroubles(troubles));
  }
}
