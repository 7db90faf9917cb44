package io.gaia.flink.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class CaughtUpGateTest {
  private static final AtomicInteger REFUSALS = new AtomicInteger();

  private static OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate(EndOffsets ends)
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new CaughtUpGate("roster", ends));
  }

  private static StreamRecord<RawRecord> record(int partition, long offset) {
    return new StreamRecord<>(
        new RawRecord("roster", partition, offset, 0, new byte[0], new byte[0]));
  }

  private static boolean isOpen(OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate) {
    return gate.getOutput().contains(Watermark.MAX_WATERMARK);
  }

  @Test
  void anEmptyTopicIsReadAtOnce() throws Exception {
    try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate = gate(Map::of)) {
      gate.open();
      assertThat(isOpen(gate)).isTrue();
    }
  }

  @Test
  void itOpensWithTheLastRecordOfTheLastPartition() throws Exception {
    try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate =
        gate(() -> Map.of(0, 2L, 3, 1L))) {
      gate.open();
      gate.processElement(record(0, 0));
      gate.processElement(record(0, 1));
      assertThat(isOpen(gate)).isFalse();
      gate.processElement(record(3, 0));
      assertThat(isOpen(gate)).isTrue();
      assertThat(gate.extractOutputValues()).hasSize(3);
    }
  }

  @Test
  void afterARestoreOnlyWhatIsNewIsWaitedFor() throws Exception {
    OperatorSubtaskState state;
    try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate = gate(() -> Map.of(0, 2L))) {
      gate.open();
      gate.processElement(record(0, 0));
      gate.processElement(record(0, 1));
      state = gate.snapshot(1, 1);
    }
    try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> same = gate(() -> Map.of(0, 2L))) {
      same.initializeState(state);
      same.open();
      assertThat(isOpen(same)).isTrue();
    }
    try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> longer =
        gate(() -> Map.of(0, 3L))) {
      longer.initializeState(state);
      longer.open();
      assertThat(isOpen(longer)).isFalse();
      longer.processElement(record(0, 2));
      assertThat(isOpen(longer)).isTrue();
    }
  }

  @Test
  void offsetsThatWereCompactedAwayAreNotWaitedForLong() throws Exception {
    try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate = gate(() -> Map.of(0, 9L))) {
      gate.open();
      gate.processElement(record(0, 4));
      gate.setProcessingTime(CaughtUpGate.PATIENCE_MS - 200);
      assertThat(isOpen(gate)).isFalse();
      gate.setProcessingTime(CaughtUpGate.PATIENCE_MS + 200);
      assertThat(isOpen(gate)).isTrue();
    }
  }

  @Test
  void itAsksAgainWhenNobodyCouldTell() throws Exception {
    REFUSALS.set(3);
    try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate =
        gate(
            () -> {
              if (REFUSALS.getAndDecrement() > 0) {
                throw new IllegalStateException("Kafka is down");
              }
              return Map.of();
            })) {
      gate.open();
      assertThat(isOpen(gate)).isFalse();
      gate.setProcessingTime(1_000);
      assertThat(isOpen(gate)).isTrue();
    }
  }
}
