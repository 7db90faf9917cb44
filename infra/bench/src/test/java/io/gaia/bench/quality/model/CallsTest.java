package io.gaia.bench.quality.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.bench.quality.truth.Struggle;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallsTest {
  private static final double CALM = 0.2;
  private static final double MEDIUM = 0.5;

  private final Calls calls = new Calls();

  @Test
  void aRiseIsOneCallAndTheNextOneComesAfterAMinuteBelow() {
    see(0, "q1", MEDIUM);
    see(10, "q1", CALM);
    see(40, "q1", MEDIUM);
    assertThat(calls.against(List.of()).calls()).isEqualTo(1);
    see(50, "q1", CALM);
    see(110, "q1", CALM);
    see(120, "q1", MEDIUM);
    assertThat(calls.against(List.of()).calls()).isEqualTo(2);
  }

  @Test
  void theLeadIsFromTheCallToWhenTheLabelCouldBeKnown() {
    see(100, "q1", MEDIUM);
    Calls.Outcome outcome = calls.against(List.of(struggle("ada", "q1", 60, 160, 200)));
    assertThat(outcome.right()).isEqualTo(1);
    assertThat(outcome.leadSeconds()).containsExactly(60.0);
  }

  @Test
  void aCallOfBeforeCountsFromWhenTheTroubleBegan() {
    see(100, "q1", MEDIUM);
    assertThat(calls.against(List.of(struggle("ada", "q1", 130, 160, 200))).leadSeconds())
        .containsExactly(30.0);
  }

  @Test
  void aCallAfterTheLabelIsRightButTooLate() {
    see(170, "q1", MEDIUM);
    Calls.Outcome outcome = calls.against(List.of(struggle("ada", "q1", 60, 160, 200)));
    assertThat(outcome.right()).isEqualTo(1);
    assertThat(outcome.leadSeconds()).isEmpty();
    assertThat(outcome.struggles()).isEqualTo(1);
  }

  @Test
  void anotherItemAnotherStudentOrAfterTheEndIsNotRight() {
    see(100, "q1", MEDIUM);
    assertThat(calls.against(List.of(struggle("ada", "q2", 60, 160, 200))).right()).isZero();
    assertThat(calls.against(List.of(struggle("bob", "q1", 60, 160, 200))).right()).isZero();
    assertThat(calls.against(List.of(struggle("ada", "q1", 20, 60, 90))).right()).isZero();
  }

  @Test
  void aCallGoesAlongToTheNextItem() {
    see(100, "q1", MEDIUM);
    see(130, "q2", MEDIUM);
    Calls.Outcome outcome = calls.against(List.of(struggle("ada", "q2", 125, 150, 200)));
    assertThat(outcome.calls()).isEqualTo(1);
    assertThat(outcome.leadSeconds()).containsExactly(20.0);
  }

  private void see(long second, String item, double score) {
    calls.see("ada", item, second * 1000, score);
  }

  private static Struggle struggle(
      String student, String item, long since, long evident, long until) {
    return new Struggle(student, item, "stuck", since * 1000, evident * 1000, until * 1000);
  }
}
