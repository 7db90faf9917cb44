package io.gaia.bench.coordination.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void percentilesAreThoseOfAllThreadsTogether() {
    Latencies fast = new Latencies();
    Latencies slow = new Latencies();
    for (int i = 0; i < 98; i++) {
      fast.record("claim", 0, 1_000_000);
    }
    slow.record("claim", 0, 50_000_000);
    slow.record("claim", 0, 80_000_000);
    fast.add(slow);

    LoadResult.Latency claim = fast.summary().get("claim");

    assertThat(claim.count()).isEqualTo(100);
    assertThat(claim.p50()).isCloseTo(1_000, within(1.0));
    assertThat(claim.p99()).isCloseTo(50_000, within(50.0));
    assertThat(claim.max()).isCloseTo(80_000, within(80.0));
  }

  @Test
  void operationsAreKeptApart() {
    Latencies latencies = new Latencies();
    latencies.record("claim", 0, 5_000);
    latencies.record("complete", 0, 9_000);

    assertThat(latencies.summary()).containsOnlyKeys("claim", "complete");
  }
}
