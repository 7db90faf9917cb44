package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.detection.model.Learner;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Settings;
import java.util.Random;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class StateSizeTest {
  private static final int BYTES_GOAL = 1_000;

  @Test
  void aBusyStudentInAnAppTakesAboutAKilobyteAndComesBackTheSame() throws Exception {
    LiveState state = new LiveState();
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      ObservationKind[] kinds = ObservationKind.values();
      Observation event =
          Observation.of(
              "e" + i,
              "exam-2022-s0011",
              "quiz",
              kinds[random.nextInt(kinds.length)],
              1_772_442_000_000L + i * 1_500L);
      Learner.observe(state.learner, event.inClassroom("exam-2022-c07"), Settings.DEFAULT, true);
      state.learner.itemId = "q" + i % 3 + "_1";
    }
    TypeSerializer<LiveState> serializer = LiveForm.INSTANCE;
    byte[] bytes = bytes(serializer, state);
    System.out.println("bytes of a student in an app: " + bytes.length);
    assertThat(bytes.length).isLessThan(BYTES_GOAL);
    LiveState back = serializer.deserialize(new DataInputDeserializer(bytes));
    assertThat(bytes(serializer, back)).isEqualTo(bytes);
  }

  private static byte[] bytes(TypeSerializer<LiveState> serializer, LiveState state)
      throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(4_096);
    serializer.serialize(state, out);
    return out.getCopyOfBuffer();
  }
}
