package io.gaia.bench.quality.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One student on one item; a letter an event, a minute apart: Wrong, Right, Hint. */
class LoggedOutcomeTest {

  @Test
  void whoNeverSolvesItIsStuck() {
    LoggedOutcome truth = of("WWW");
    assertThat(verdict(truth, 1)).isEqualTo("at failure 2: true");
    assertThat(verdict(truth, 2)).isEqualTo("at failure 3: true");
    assertThat(verdict(truth, 0)).isEqualTo("not judged");
    assertThat(truth.struggles())
        .containsExactly(new Struggle("ada", "q", "stuck", 0, 2 * 60_000, Long.MAX_VALUE));
  }

  @Test
  void whoNeedsFiveMoreFailuresOrHintsIsStuckAndWhoNeedsFourIsNot() {
    assertThat(verdict(of("WWWWWWR"), 1)).isEqualTo("at failure 2: false");
    assertThat(verdict(of("WWHWHWHR"), 1)).isEqualTo("at failure 2: true");
    assertThat(verdict(of("WWWWWWWR"), 1)).isEqualTo("at failure 2: true");
    assertThat(of("WWWWWWWR").struggles())
        .containsExactly(new Struggle("ada", "q", "stuck", 0, 6 * 60_000, 7 * 60_000));
  }

  @Test
  void hintsAreNoFailedAttempts() {
    assertThat(verdict(of("WHHWR"), 3)).isEqualTo("at failure 2: false");
  }

  @Test
  void afterTheSolutionNothingIsJudged() {
    LoggedOutcome truth = of("RWWWWW");
    for (int i = 0; i < 6; i++) {
      assertThat(verdict(truth, i)).isEqualTo("not judged");
    }
    assertThat(truth.struggles()).isEmpty();
  }

  private static LoggedOutcome of(String visit) {
    List<Observation> events = new ArrayList<>();
    for (int i = 0; i < visit.length(); i++) {
      char what = visit.charAt(i);
      events.add(
          new Observation(
              "e" + i,
              "ada",
              "app",
              "c-1",
              what == 'H' ? ObservationKind.HINT_REQUEST : ObservationKind.ATTEMPT,
              i * 60_000L,
              what == 'R' ? 1 : 0,
              what == 'R',
              "",
              "q",
              Observation.NO_DURATION,
              Double.NaN,
              Double.NaN,
              "",
              0,
              Peers.UNKNOWN));
    }
    return new LoggedOutcome(events);
  }

  private static String verdict(LoggedOutcome truth, int event) {
    return truth
        .at("ada", Optional.of("e" + event), 0)
        .map(verdict -> verdict.group() + ": " + verdict.stuck())
        .orElse("not judged");
  }
}
