package io.gaia.client.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.json.ReadResult;
import io.gaia.schemas.json.StudentEventReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedSchoolTest {

  private static final Instant START = Instant.parse("2026-01-31T09:30:00Z");
  private static final Instant LIVE = START.plus(Duration.ofMinutes(10));

  @Test
  void theSameSeedGivesTheSameEventsAndAnotherSeedOthers() {
    List<StudentEvent> first = eventsUntil(school(7), START.plusSeconds(300));
    List<StudentEvent> again = eventsUntil(school(7), START.plusSeconds(300));
    List<StudentEvent> other = eventsUntil(school(8), START.plusSeconds(300));

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void eventsComeInTimeOrderWithUniqueIdsAndPassTheSharedCheck() {
    List<StudentEvent> events = eventsUntil(school(1), LIVE.plusSeconds(60));

    assertThat(events).extracting(StudentEvent::timestamp).isSorted();
    assertThat(events).extracting(StudentEvent::eventId).doesNotHaveDuplicates();
    for (StudentEvent event : events) {
      ReadResult result = StudentEventReader.read(EventCodec.toBytes(event), event.timestamp());
      assertThat(result).isEqualTo(new ReadResult.Accepted(event));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void inTheFirstLiveMinuteSomeOfEachClassAreStuckInDifferentWaysAndMostAreNot(long seed) {
    SimulatedSchool school = school(seed);
    Instant minuteLater = LIVE.plusSeconds(60);
    eventsUntil(school, minuteLater);
    List<Trouble> stuck = new ArrayList<>(school.takeEndedTroubles());
    stuck.addAll(school.ongoingTroubles());
    stuck.removeIf(
        trouble ->
            !trouble.stuck()
                || trouble.evidentAt().isAfter(minuteLater)
                || trouble.until().orElse(Instant.MAX).isBefore(LIVE));

    for (String classroom : List.of("sim-c1", "sim-c2", "sim-c3")) {
      List<Trouble> here =
          stuck.stream().filter(trouble -> trouble.classroomId().equals(classroom)).toList();
      assertThat(here).as(classroom).hasSizeBetween(3, 16);
      assertThat(here.stream().map(Trouble::kind).distinct()).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void ratesAreThoseThatWereMeasured() {
    SchoolPlan plan = new SchoolPlan(3, "fit", 8, 27, START, START);
    Rates rates = new Rates();
    eventsUntil(new SimulatedSchool(plan), START.plus(Duration.ofHours(3))).forEach(rates::add);

    // the ITAP log's numbers; its own sampling error is of this size
    assertThat(rates.failedShare()).isCloseTo(0.737, within(0.03));
    assertThat(rates.attemptsAPair()).isCloseTo(3.01, within(0.25));
    assertThat(rates.solvedShare()).isCloseTo(0.794, within(0.03));
    assertThat(rates.fiveFailuresShare()).isCloseTo(0.165, within(0.03));
    assertThat(rates.hintsAnAttempt()).isCloseTo(0.110, within(0.03));
    assertThat(rates.gapWithinPairSeconds()).isCloseTo(64, within(13.0));
    assertThat(rates.gapBetweenItemsSeconds()).isCloseTo(150, within(30.0));
  }

  @Test
  void everyKindOfTroubleOccursAndTheTruthAgreesWithTheEvents() {
    SimulatedSchool school = new SimulatedSchool(new SchoolPlan(5, "t", 4, 27, START, START));
    Map<String, Integer> failures = new HashMap<>();
    for (StudentEvent event : eventsUntil(school, START.plus(Duration.ofHours(2)))) {
      if (event instanceof UsabilityMetric metric
          && metric.metricType().equals("attempt")
          && !metric.correct().orElseThrow()) {
        failures.merge(metric.studentId() + metric.itemId().orElseThrow(), 1, Integer::sum);
      }
    }
    List<Trouble> troubles = school.takeEndedTroubles();

    Set<String> kinds = new HashSet<>();
    troubles.forEach(trouble -> kinds.add(trouble.kind()));
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "wrong_answers", "guessing", "hint_chain", "rage_clicks", "erasing", "silent", "bored");
    assertThat(troubles)
        .filteredOn(Trouble::stuck)
        .allSatisfy(
            trouble -> {
              assertThat(trouble.since()).isBeforeOrEqualTo(trouble.evidentAt());
              assertThat(failures.get(trouble.studentId() + trouble.itemId()))
                  .isGreaterThanOrEqualTo(trouble.failedAttempts());
            });
  }

  private static SimulatedSchool school(long seed) {
    return new SimulatedSchool(new SchoolPlan(seed, "run", 3, 27, START, LIVE));
  }

  private static List<StudentEvent> eventsUntil(SimulatedSchool school, Instant end) {
    List<StudentEvent> events = new ArrayList<>();
    while (school.nextTime().isBefore(end)) {
      events.add(school.next());
    }
    return events;
  }
}
