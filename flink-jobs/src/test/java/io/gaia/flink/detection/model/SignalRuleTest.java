package io.gaia.flink.detection.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignalRuleTest {

  @ParameterizedTest
  @EnumSource(Signal.class)
  void everySignalHasARampFromNothingOverWatchToAct(Signal signal) {
    SignalRule rule = DetectionDefaults.rule(signal);
    double span = rule.act() - rule.watch();
    assertThat(rule.intensity(rule.watch())).isEqualTo(SignalRule.AT_WATCH);
    assertThat(rule.intensity(rule.act())).isEqualTo(1);
    assertThat(rule.intensity(rule.act() + 10 * span)).isEqualTo(1);
    assertThat(rule.intensity(rule.watch() - span / 2)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void aRampNeverFallsAndHasNoSteps(Signal signal) {
    SignalRule rule = DetectionDefaults.rule(signal);
    double span = rule.act() - rule.watch();
    double before = 0;
    for (int step = -1_000; step <= 2_000; step++) {
      double intensity = rule.intensity(rule.watch() + span * step / 1_000);
      assertThat(intensity).isBetween(before, Math.min(1, before + 0.003));
      before = intensity;
    }
  }

  @Test
  void halfWayIsBetween() {
    assertThat(SignalRule.intensity(3.5, 2, 5)).isCloseTo(0.625, within(1e-9));
  }

  @Test
  void aRuleWithoutARampIsRefused() {
    assertThatThrownBy(() -> new SignalRule(Signal.THRASH, 1, 3, 3, 0.5))
        .hasMessageContaining("watch and act are both 3.0");
    assertThatThrownBy(() -> new SignalRule(Signal.THRASH, 1, 3, 4, 1.5))
        .hasMessageContaining("weight takes -1 to 1");
  }
}
