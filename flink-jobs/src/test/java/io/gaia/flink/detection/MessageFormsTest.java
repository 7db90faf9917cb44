package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Peers;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one operator hands on is what the next one gets. */
class MessageFormsTest {

  /** No two fields of a type are alike, so that none can stand for another. */
  private static final Observation FULL =
      new Observation(
          "event-ü",
          "student",
          "app",
          "class",
          ObservationKind.ATTEMPT,
          1_777_777_777_777L,
          0.25,
          true,
          "lesson",
          "item",
          4_321,
          1.5,
          -2.5,
          "target",
          Observation.BACK | Observation.TEXT_SELECTION,
          new Peers(9, 7, 5, 60_000));

  private static final Observation PLAIN =
      Observation.of("", "s", "", ObservationKind.values()[0], 0);

  static Stream<StudentMessage> aMessageComesAsItWent() {
    return Stream.concat(
        Arrays.stream(StudentMessage.Form.values())
            .filter(StudentMessage.Form::isOfEvent)
            .flatMap(
                form ->
                    Stream.of(StudentMessage.event(form, FULL), StudentMessage.event(form, PLAIN))),
        Stream.of(
            StudentMessage.roster("s", List.of("c-1", "c-2"), "school"),
            StudentMessage.roster("s", List.of(), ""),
            StudentMessage.erased("s"),
            StudentMessage.helped("s", 1_777_777_777_777L)));
  }

  @ParameterizedTest
  @MethodSource
  void aMessageComesAsItWent(StudentMessage message) throws IOException {
    TypeSerializer<StudentMessage> form =
        MessageForms.STUDENT_MESSAGE.createSerializer(new SerializerConfigImpl());
    assertThat(handedOn(message, form)).isEqualTo(message);
  }

  @Test
  void anObservationComesAsItWent() throws IOException {
    TypeSerializer<Observation> form =
        MessageForms.OBSERVATION.createSerializer(new SerializerConfigImpl());
    for (ObservationKind kind : ObservationKind.values()) {
      Observation each = Observation.of("e", "s", "a", kind, 1);
      assertThat(handedOn(each, form)).isEqualTo(each);
    }
    assertThat(handedOn(FULL, form)).isEqualTo(FULL);
  }

  @Test
  void stateIsNotKeptInThisForm() {
    assertThatThrownBy(
            () ->
                MessageForms.OBSERVATION
                    .createSerializer(new SerializerConfigImpl())
                    .snapshotConfiguration())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /** Three in a row: one that reads too much or too little spoils the next. */
  private static <T> T handedOn(T value, TypeSerializer<T> form) throws IOException {
    DataOutputSerializer written = new DataOutputSerializer(64);
    for (int i = 0; i < 3; i++) {
      form.serialize(value, written);
    }
    DataInputDeserializer read = new DataInputDeserializer(written.getCopyOfBuffer());
    assertThat(form.deserialize(read)).isEqualTo(value);
    assertThat(form.deserialize(read)).isEqualTo(value);
    T last = form.deserialize(read);
    assertThat(read.available()).isZero();
    return last;
  }
}
