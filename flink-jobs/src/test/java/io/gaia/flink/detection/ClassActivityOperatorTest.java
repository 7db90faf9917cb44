package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Erasures;
import io.gaia.flink.common.Kept;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ClassActivityOperatorTest {
  private static final long BEGINNING = 1_772_442_000_000L;

  @Test
  void aClassIsActiveWhileAThirdOfItIsAndThenNothingIsKept() throws Exception {
    try (KeyedBroadcastOperatorTestHarness<String, Presence, ErasureSignal, ControlMessage>
        operator =
            new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(
                    new ClassActivityOperator(), List.of(Erasures.STATE)),
                Presence::classroomId,
                Types.STRING,
                10,
                1,
                0)) {
      operator.open();
      operator.processBroadcastWatermark(Watermark.MAX_WATERMARK);
      for (int second = 0; second < 300; second += 15) {
        for (int student = 0; student < 9; student++) {
          if (second < 150 || student < 2) {
            long pane = Presence.paneEnd(BEGINNING + second * 1000L);
            operator.processElement(new StreamRecord<>(new Presence("s" + student, "c-1", pane)));
          }
        }
        operator.processWatermark(new Watermark(BEGINNING + second * 1000L));
      }
      operator.processWatermark(new Watermark(BEGINNING + 3_600_000));
      List<ControlMessage> told = operator.extractOutputValues();
      assertThat(told)
          .filteredOn(ControlMessage::settled)
          .extracting(ControlMessage::active)
          .startsWith(true, false);
      assertThat(told)
          .filteredOn(message -> !message.settled())
          .extracting(message -> (message.at() - BEGINNING) / 1000 + " " + message.active())
          .startsWith("15 true", "210 false");
      assertThat(Kept.entries(operator) + operator.numEventTimeTimers()).isZero();
    }
  }
}
