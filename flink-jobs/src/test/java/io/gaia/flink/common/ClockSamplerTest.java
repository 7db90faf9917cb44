package io.gaia.flink.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one reader tells; its wall clock is at a quarter of an hour. */
class ClockSamplerTest {

  private static final long NOW = 900_000;

  private record Event(long at, long receivedAt) implements Timed {}

  private final OneInputStreamOperatorTestHarness<Event, ClockSample> reader =
      new OneInputStreamOperatorTestHarness<>(new ClockSampler<>());

  ClockSamplerTest() throws Exception {}

  @BeforeEach
  void open() throws Exception {
    reader.setProcessingTime(NOW);
    reader.open();
  }

  @AfterEach
  void close() throws Exception {
    reader.close();
  }

  @Test
  void whetherItsWatermarkCountsIsForTheSourceToSay() throws Exception {
    hears(NOW);
    assertThat(told().active()).isTrue();
    reader.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(told().active()).isFalse();
    // it may be rejected or late: then the source stays idle, and says no more
    hears(NOW + 1);
    assertThat(told().newest()).isEqualTo(NOW + 1);
    assertThat(told().active()).isFalse();
    reader.processWatermarkStatus(WatermarkStatus.ACTIVE);
    assertThat(told().active()).isTrue();
  }

  @Test
  void itsWatermarkIsToldAsItGoesOn() throws Exception {
    reader.processWatermark(new Watermark(NOW - 5_000));
    assertThat(told().settled()).isEqualTo(NOW - 5_000);
  }

  private void hears(long at) throws Exception {
    reader.setProcessingTime(reader.getProcessingTime() + 100);
    reader.processElement(new Event(at, reader.getProcessingTime()), at);
  }

  /** The last word. */
  private ClockSample told() {
    List<ClockSample> samples = reader.extractOutputValues();
    return samples.get(samples.size() - 1);
  }
}
