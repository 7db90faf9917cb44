package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.detection.model.DetectionDefaults;
import io.gaia.flink.detection.model.Signal;
import io.gaia.flink.detection.model.SignalRule;
import io.gaia.schemas.event.SignalName;
import io.gaia.schemas.event.SignalRamp;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignalNamesTest {

  @ParameterizedTest
  @EnumSource
  void aRuleMaySetTheWindowThatTheTableHas(SignalName name) {
    long millis = DetectionDefaults.rule(Signal.valueOf(name.name())).windowMillis();
    assertThat(name.refusesWindow((int) (millis / 1_000)).isEmpty()).isEqualTo(millis > 0);
  }

  @ParameterizedTest
  @EnumSource
  void aRuleMaySetTheRampThatTheTableHasAndNotTheOtherWayRound(SignalName name) {
    SignalRule rule = DetectionDefaults.rule(Signal.valueOf(name.name()));
    assertThat(name.refusesRamp(new SignalRamp(rule.watch(), rule.act()))).isEmpty();
    assertThat(name.refusesRamp(new SignalRamp(rule.act(), rule.watch()))).isPresent();
    assertThat(name.refusesRamp(new SignalRamp(0.0, rule.act())))
        .as("it counts nothing")
        .isPresent();
  }

  /** The model stands on the JDK alone, so what rules and reasons call them stands in schemas. */
  @Test
  void rulesNameTheSignalsThatThereAre() {
    assertThat(Arrays.stream(SignalName.values()).map(SignalName::wireName))
        .containsExactlyElementsOf(Arrays.stream(Signal.values()).map(Signal::wireName).toList());
  }
}
