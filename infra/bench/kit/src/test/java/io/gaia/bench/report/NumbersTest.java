package io.gaia.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void theMedianIsTheMiddleOne() {
    assertThat(Numbers.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    assertThat(Numbers.median(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3.0);
  }

  @Test
  void aRatioSaysHowManyTimes() {
    assertThat(Numbers.ratio(3, 2)).isEqualTo("1.50x");
  }

  @Test
  void whatWasNotMeasuredIsADash() {
    double nothing = Numbers.median(List.of());

    assertThat(Numbers.ratio(nothing, 2)).isEqualTo("-");
    assertThat(Numbers.ratio(2, 0)).isEqualTo("-");
    assertThat(Numbers.millis(nothing)).isEqualTo("-");
  }

  @Test
  void microsecondsAreWrittenAsMilliseconds() {
    assertThat(Numbers.millis(1_234)).isEqualTo("1.23");
    assertThat(Numbers.whole(1_234_567.4)).isEqualTo("1,234,567");
  }
}
