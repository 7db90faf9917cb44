package io.gaia.flink.detection;

import io.gaia.flink.common.Packed;
import io.gaia.flink.common.StateForm;
import io.gaia.flink.detection.model.Observation;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.ListSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Observations that wait, written as {@link PackedObservations} hold them. */
public final class WaitingForm extends StateForm<List<Observation>> {
  private static final long serialVersionUID = 1;

  static final WaitingForm INSTANCE = new WaitingForm();

  private WaitingForm() {}

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public List<Observation> createInstance() {
    return new PackedObservations(0, new byte[0]);
  }

  @Override
  protected void write(List<Observation> value, DataOutputView target) throws IOException {
    PackedObservations packed = PackedObservations.of(value);
    Packed.write(packed.size(), target);
    Packed.write(packed.bytes().length, target);
    target.write(packed.bytes());
  }

  @Override
  protected List<Observation> read(int version, DataInputView source) throws IOException {
    int size = Packed.readInt(source);
    byte[] bytes = new byte[Packed.readInt(source)];
    source.readFully(bytes);
    return new PackedObservations(size, bytes);
  }

  @Override
  public TypeSerializerSnapshot<List<Observation>> snapshotConfiguration() {
    return new Kept();
  }

  /** In savepoints. Older ones hold a list of observations. */
  public static final class Kept extends StateForm.Snapshot<List<Observation>> {
    public Kept() {
      super(INSTANCE);
    }

    @Override
    public TypeSerializerSchemaCompatibility<List<Observation>> resolveSchemaCompatibility(
        TypeSerializerSnapshot<List<Observation>> old) {
      return old instanceof ListSerializerSnapshot
          ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
          : super.resolveSchemaCompatibility(old);
    }
  }
}
