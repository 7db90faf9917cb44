package io.gaia.bench.coordination.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.bench.coordination.load.LoadResult;
import io.gaia.bench.coordination.load.LoadResult.Latency;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static LoadResult result(double perSecond, double p50) {
    return new LoadResult(
        perSecond, 0, Map.of("claim", new Latency(10, p50, p50 * 2, p50 * 3)), 0.5, 1.5);
  }

  @Test
  void oneBadTurnOfThreeDoesNotCount() {
    Turns<String> turns = new Turns<>();
    turns.add("gaia", result(1_000, 800));
    turns.add("gaia", result(12, 90_000));
    turns.add("gaia", result(1_100, 700));

    assertThat(turns.perSecond("gaia")).isEqualTo(1_000);
    assertThat(turns.percentiles("gaia", "claim")).isEqualTo("0.80 / 1.60");
  }

  @Test
  void whatNoTurnMeasuredIsADash() {
    Turns<String> turns = new Turns<>();
    turns.add("jobrunr", result(5, 1));

    assertThat(turns.perSecond("redis")).isNaN();
    assertThat(turns.percentiles("jobrunr", "release")).isEqualTo("- / -");
  }
}
