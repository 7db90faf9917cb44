package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Kept;
import io.gaia.flink.detection.StudentMessage.Form;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Peers;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ItemOperatorTest {
  private static final long BEGINNING = 1_772_442_000_000L;

  private KeyedBroadcastOperatorTestHarness<String, Observation, ErasureSignal, StudentMessage>
      operator;

  StateBackend backEnd() {
    return new HashMapStateBackend();
  }

  @BeforeEach
  void start() throws Exception {
    operator =
        new KeyedBroadcastOperatorTestHarness<>(
            ItemOperator.operator(), ItemOperator::key, Types.STRING, 10, 1, 0);
    operator.setStateBackend(backEnd());
    operator.open();
    operator.processBroadcastWatermark(Watermark.MAX_WATERMARK);
  }

  @AfterEach
  void stop() throws Exception {
    operator.close();
  }

  private void wrong(String student, double second) throws Exception {
    long at = BEGINNING + Math.round(second * 1000);
    operator.processElement(
        new StreamRecord<>(
            new Observation(
                student + second,
                student,
                "quiz",
                "c-1",
                ObservationKind.ATTEMPT,
                at,
                0,
                false,
                "",
                "q1_1",
                Observation.NO_DURATION,
                Double.NaN,
                Double.NaN,
                "",
                0,
                Peers.UNKNOWN)));
  }

  private void watermark(double second) throws Exception {
    operator.processWatermark(new Watermark(BEGINNING + Math.round(second * 1000)));
  }

  private List<StudentMessage> out(Form form) {
    return operator.extractOutputValues().stream().filter(m -> m.form() == form).toList();
  }

  @Test
  void anAttemptGoesOnAtOnceAndOnceMoreInEventOrder() throws Exception {
    watermark(-10);
    wrong("bob", 20);
    wrong("ada", 10);
    assertThat(out(Form.LIVE_ATTEMPT))
        .extracting(m -> m.studentId() + m.observation().peers().students())
        .containsExactly("bob0", "ada1");
    assertThat(out(Form.ORDERED_ATTEMPT)).isEmpty();
    watermark(100);
    assertThat(out(Form.ORDERED_ATTEMPT))
        .extracting(m -> m.studentId() + m.observation().peers().students())
        .containsExactly("ada0", "bob1");
  }

  @Test
  void aDuplicateAndALateAttemptGoNoFurther() throws Exception {
    watermark(0);
    wrong("ada", 10);
    wrong("ada", 10);
    wrong("bob", -61);
    assertThat(out(Form.LIVE_ATTEMPT)).hasSize(1);
  }

  @Test
  void aWholeSchoolOnOneItemIsTakenOnceEachAndInOrder() throws Exception {
    watermark(0);
    int school = 1_000;
    for (int again = 0; again < 2; again++) {
      for (int student = 0; student < school; student++) {
        wrong("s" + student, 1 + (student * 7 % school) / 500.0);
      }
    }
    assertThat(out(Form.LIVE_ATTEMPT)).hasSize(school).doesNotHaveDuplicates();
    operator.processBroadcastElement(ErasureSignal.sweep("s3"), 0);
    for (int student = 0; student < school; student += 10) {
      wrong("s" + student, 1 + (student * 7 % school) / 500.0);
    }
    assertThat(out(Form.LIVE_ATTEMPT)).hasSize(school);
    watermark(100);
    assertThat(out(Form.ORDERED_ATTEMPT))
        .hasSize(school - 1)
        .noneMatch(m -> m.studentId().equals("s3"))
        .extracting(m -> m.observation().at())
        .isSorted();
  }

  @Test
  void whoDidWhatIsForgottenADayLaterAndTheSumsStay() throws Exception {
    watermark(0);
    wrong("ada", 10);
    watermark(100);
    int entries = Kept.entries(operator);
    watermark(26 * 3_600);
    assertThat(Kept.entries(operator)).isLessThan(entries);
    assertThat(operator.numEventTimeTimers()).isZero();
    wrong("bob", 26 * 3_600);
    assertThat(out(Form.LIVE_ATTEMPT).get(1).observation().peers().students()).isEqualTo(1);
  }
}
