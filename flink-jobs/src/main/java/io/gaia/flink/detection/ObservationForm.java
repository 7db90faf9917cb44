package io.gaia.flink.detection;

import io.gaia.flink.common.Packed;
import io.gaia.flink.common.StateForm;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Peers;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** Observations that wait. */
public final class ObservationForm extends StateForm<Observation> {
  private static final long serialVersionUID = 1;

  static final ObservationForm INSTANCE = new ObservationForm();

  private static final ObservationKind[] KINDS = ObservationKind.values();

  private ObservationForm() {}

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public Observation createInstance() {
    return StudentMessage.NO_OBSERVATION;
  }

  @Override
  protected void write(Observation value, DataOutputView target) throws IOException {
    Packed.write(value.eventId(), target);
    writeAfterId(value, target);
  }

  /**
   * As {@link #serialize}.
   *
   * @return where the event's id ends in {@code target}: its bytes are the same for the same id
   */
  int serializeNotingId(Observation value, DataOutputSerializer target) throws IOException {
    target.writeByte(version());
    Packed.write(value.eventId(), target);
    int idEnd = target.length();
    writeAfterId(value, target);
    return idEnd;
  }

  private static void writeAfterId(Observation value, DataOutputView target) throws IOException {
    Packed.write(value.studentId(), target);
    Packed.write(value.appName(), target);
    Packed.write(value.classroomId(), target);
    Packed.write(value.kind(), target);
    Packed.write(value.at(), target);
    target.writeDouble(value.value());
    target.writeBoolean(value.success());
    Packed.write(value.lessonId(), target);
    Packed.write(value.itemId(), target);
    Packed.write(value.durationMillis(), target);
    target.writeDouble(value.x());
    target.writeDouble(value.y());
    Packed.write(value.target(), target);
    Packed.write(value.flags(), target);
    write(value.peers(), target);
  }

  // arguments are read in the order in which they are written
  @Override
  protected Observation read(int version, DataInputView source) throws IOException {
    return new Observation(
        Packed.readText(source),
        Packed.readText(source),
        Packed.readText(source),
        Packed.readText(source),
        KINDS[source.readByte()],
        Packed.read(source),
        source.readDouble(),
        source.readBoolean(),
        Packed.readText(source),
        Packed.readText(source),
        Packed.read(source),
        source.readDouble(),
        source.readDouble(),
        Packed.readText(source),
        Packed.readInt(source),
        peers(source));
  }

  static void write(Peers peers, DataOutputView target) throws IOException {
    Packed.write(peers.students(), target);
    Packed.write(peers.reached(), target);
    Packed.write(peers.recovered(), target);
    Packed.write(peers.medianMillis(), target);
  }

  static Peers peers(DataInputView source) throws IOException {
    return new Peers(
        Packed.readInt(source),
        Packed.readInt(source),
        Packed.readInt(source),
        Packed.read(source));
  }

  @Override
  public TypeSerializerSnapshot<Observation> snapshotConfiguration() {
    return new Kept();
  }

  /** In savepoints. */
  public static final class Kept extends StateForm.Snapshot<Observation> {
    public Kept() {
      super(INSTANCE);
    }
  }
}
