package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.flink.common.Packed;
import io.gaia.flink.common.StateForm;
import io.gaia.flink.detection.model.ClassState;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.ItemRecord;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Signal;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in state comes back whole, also in a later version. */
class StateFormTest {

  static Stream<Arguments> everyFieldOfAStateComesBack() {
    return Stream.of(
        Arguments.of(LearnerState.class, LearnerForm.INSTANCE),
        Arguments.of(LiveState.class, LiveForm.INSTANCE),
        Arguments.of(StudentState.class, StudentForm.INSTANCE),
        Arguments.of(ClassState.class, ClassForm.INSTANCE),
        Arguments.of(ItemRecord.class, ItemForms.RECORD),
        Arguments.of(ItemRecord.Visit.class, ItemForms.VISIT),
        Arguments.of(Observation.class, ObservationForm.INSTANCE));
  }

  @ParameterizedTest
  @MethodSource
  <T> void everyFieldOfAStateComesBack(Class<T> type, StateForm<T> form) throws Exception {
    T full = type.cast(new Filled().of(type));
    assertSame(there(full, form), full);
    assertSame(form.copy(full), full);
    T empty = form.createInstance();
    assertSame(there(empty, form), empty);
  }

  private static void assertSame(Object back, Object value) {
    assertThat(back)
        .usingRecursiveComparison()
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(value);
  }

  @Test
  void anEpisodeMayBeAbsent() throws Exception {
    ClassState state = new ClassState();
    state.standings.put("ada", new ClassState.Standing());
    assertSame(there(state, ClassForm.INSTANCE), state);
  }

  @Test
  void whatWaitsComesBackInItsOrderAndKnowsWhoIsThere() throws Exception {
    Observation full = (Observation) new Filled().of(Observation.class);
    Observation first = Observation.of("e-1", "ada", "fractions", ObservationKind.CLICK, 7);
    PackedObservations packed = PackedObservations.of(List.of(first, full));
    assertThat(there(packed, WaitingForm.INSTANCE)).isEqualTo(List.of(first, full));
    assertThat(there(List.of(first, full), WaitingForm.INSTANCE)).isEqualTo(List.of(first, full));
    assertThat(packed.has(PackedObservations.Entry.of(first.inClassroom("another")))).isTrue();
    for (String other : List.of("e-10", "e-", "e-2", "", "e-1".repeat(99))) {
      Observation unknown = Observation.of(other, "ada", "fractions", ObservationKind.CLICK, 7);
      assertThat(packed.has(PackedObservations.Entry.of(unknown))).as(other).isFalse();
    }
  }

  /** They lie in state by their place. */
  @Test
  void kindsAreOnlyAddedAtTheEnd() {
    assertThat(names(Level.values())).startsWith("NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL");
    assertThat(names(EpisodeChange.Kind.values())).startsWith("OPENED", "ESCALATED", "RESOLVED");
    assertThat(String.join(" ", names(ObservationKind.values())))
        .startsWith(
            "KEYPRESS BACKSPACE ERROR HESITATION COMPLETION FOCUS BLUR SCROLLING MOUSE_MOVEMENT"
                + " CLICK NAVIGATION HINT_REQUEST ATTEMPT IDLE RATING");
    assertThat(String.join(" ", names(Signal.values())))
        .startsWith(
            "ERROR_BURST FAILURE_STREAK WHEEL_SPIN CORRECTION_RATE HESITATION IDLE HINT_CHAIN"
                + " RAPID_GUESS RAGE_CLICK DEAD_OR_ERROR_CLICK THRASH SLOW_ITEM HARD_ITEM"
                + " UNSOLVED_ITEMS LOW_RATING RECOVERY");
  }

  private static String[] names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
  }

  @Test
  void numbersOfEverySizeComeBack() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    long[] numbers = {
      0, 1, -1, 63, 64, -64, -65, 1_777_777_777_777L, Long.MIN_VALUE, Long.MAX_VALUE
    };
    for (long number : numbers) {
      Packed.write(number, out);
    }
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (long number : numbers) {
      assertThat(Packed.read(in)).isEqualTo(number);
    }
    assertThat(in.available()).isZero();
  }

  @Test
  void aLaterVersionReadsWhatAnEarlierOneWroteAndNotTheOtherWayRound() throws Exception {
    Growing.versionNow = 1;
    byte[] savepoint = snapshot(new Growing());
    byte[] value = bytes(new Grown("ada", 0), new Growing());

    Growing.versionNow = 2;
    TypeSerializerSnapshot<Grown> earlier = snapshot(savepoint);
    assertThat(
            new Growing()
                .snapshotConfiguration()
                .resolveSchemaCompatibility(earlier)
                .isCompatibleAsIs())
        .isTrue();
    assertThat(new Growing().deserialize(new DataInputDeserializer(value)))
        .isEqualTo(new Grown("ada", 7));
    assertThat(there(new Grown("bea", 3), new Growing())).isEqualTo(new Grown("bea", 3));
    byte[] laterSavepoint = snapshot(new Growing());
    byte[] laterValue = bytes(new Grown("bea", 3), new Growing());

    Growing.versionNow = 1;
    assertThat(
            new Growing()
                .snapshotConfiguration()
                .resolveSchemaCompatibility(snapshot(laterSavepoint))
                .isIncompatible())
        .isTrue();
    assertThatThrownBy(() -> new Growing().deserialize(new DataInputDeserializer(laterValue)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("knows versions up to 1, not 2");
  }

  @Test
  void aStudentOfTheFirstVersionDoesNotTellWhatThereIsOfApps() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeByte(1);
    Packed.write(List.of("c-1"), Packed::write, out);
    Packed.write("school", out);
    Packed.write(5, out);
    Packed.write(7, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    StudentState student = StudentForm.INSTANCE.deserialize(in);
    assertThat(in.available()).isZero();
    assertThat(student.classroomIds).containsExactly("c-1");
    assertThat(student.orderedTimer).isEqualTo(7);
    assertThat(student.listed).isFalse();
  }

  @Test
  void aStudentOfTheSecondVersionIsListedAnew() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeByte(2);
    Packed.write(List.of("c-1"), Packed::write, out);
    Packed.write("school", out);
    Packed.write(5, out);
    Packed.write(7, out);
    out.writeBoolean(true);
    Packed.write(List.of("fractions"), Packed::write, out);
    Packed.write(List.of("fractions"), Packed::write, out);
    Packed.write(5_000, out);
    Packed.write(15_000, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    StudentState student = StudentForm.INSTANCE.deserialize(in);
    assertThat(in.available()).isZero();
    assertThat(student.orderedTimer).isEqualTo(7);
    assertThat(student.listed).isFalse();
    assertThat(student.liveApps).isEmpty();
    assertThat(student.panes).isEmpty();
  }

  @Test
  void anotherFormsSavepointIsRefused() {
    TypeSerializerSnapshot<?> other = StudentForm.INSTANCE.snapshotConfiguration();
    @SuppressWarnings("unchecked")
    TypeSerializerSnapshot<LiveState> asOurs = (TypeSerializerSnapshot<LiveState>) other;
    assertThat(
            LiveForm.INSTANCE
                .snapshotConfiguration()
                .resolveSchemaCompatibility(asOurs)
                .isIncompatible())
        .isTrue();
  }

  /** A state to which the second version added a number; before that it was always 7. */
  record Grown(String name, int added) {}

  /** Its form. */
  public static final class Growing extends StateForm<Grown> {
    private static final long serialVersionUID = 1;
    private static int versionNow = 1;

    @Override
    protected int version() {
      return versionNow;
    }

    @Override
    public Grown createInstance() {
      return new Grown("", 7);
    }

    @Override
    protected void write(Grown value, DataOutputView target) throws IOException {
      Packed.write(value.name(), target);
      if (versionNow >= 2) {
        Packed.write(value.added(), target);
      }
    }

    @Override
    protected Grown read(int version, DataInputView source) throws IOException {
      return new Grown(Packed.readText(source), version >= 2 ? Packed.readInt(source) : 7);
    }

    @Override
    public TypeSerializerSnapshot<Grown> snapshotConfiguration() {
      return new Kept();
    }

    /** In savepoints. */
    public static final class Kept extends StateForm.Snapshot<Grown> {
      public Kept() {
        super(new Growing());
      }
    }
  }

  private static <T> T there(T value, TypeSerializer<T> form) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes(value, form));
    T back = form.deserialize(in);
    assertThat(in.available()).as("bytes that nobody read").isZero();
    return back;
  }

  private static <T> byte[] bytes(T value, TypeSerializer<T> form) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(4_096);
    form.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  private static byte[] snapshot(Growing form) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, form.snapshotConfiguration());
    return out.getCopyOfBuffer();
  }

  private static TypeSerializerSnapshot<Grown> snapshot(byte[] bytes) throws IOException {
    return TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
        new DataInputDeserializer(bytes), StateFormTest.class.getClassLoader());
  }
}
