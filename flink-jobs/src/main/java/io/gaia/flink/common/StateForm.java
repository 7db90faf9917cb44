package io.gaia.flink.common;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * How a value lies in state, field by field: Flink's own form of objects is read and written by
 * reflection, which on RocksDB costs more than all the rest of detection. Each value begins with
 * the version of its form, so a later version reads what an earlier one wrote: a field is added by
 * raising {@link #version} and reading it only from there on. What older savepoints hold in Flink's
 * own form is rewritten when they are restored.
 *
 * @param <T> has no null inside that the form does not write down
 */
public abstract class StateForm<T> extends TypeSerializerSingleton<T> {
  private static final long serialVersionUID = 1;
  private static final int USUAL_BYTES = 512;

  /** Of what is written, from 1 on. */
  protected abstract int version();

  protected abstract void write(T value, DataOutputView target) throws IOException;

  /**
   * @param version that the value was written by
   */
  protected abstract T read(int version, DataInputView source) throws IOException;

  /** The fields of {@code value} change. */
  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    target.writeByte(version());
    write(value, target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    int written = source.readByte();
    if (written < 1 || written > version()) {
      throw new IOException(
          "%s knows versions up to %d, not %d"
              .formatted(getClass().getSimpleName(), version(), written));
    }
    return read(written, source);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public T copy(T from) {
    if (isImmutableType()) {
      return from;
    }
    try {
      DataOutputSerializer bytes = new DataOutputSerializer(USUAL_BYTES);
      serialize(from, bytes);
      return deserialize(new DataInputDeserializer(bytes.getSharedBuffer(), 0, bytes.length()));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public int getLength() {
    return -1;
  }

  /** What a savepoint keeps of a form; each form has a public one of its own. */
  public abstract static class Snapshot<T> implements TypeSerializerSnapshot<T> {
    private final StateForm<T> form;
    private int version;

    protected Snapshot(StateForm<T> form) {
      this.form = form;
      this.version = form.version();
    }

    @Override
    public int getCurrentVersion() {
      return 1;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeInt(version);
    }

    @Override
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader classLoader)
        throws IOException {
      version = in.readInt();
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
      return form;
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
        TypeSerializerSnapshot<T> old) {
      if (old instanceof Snapshot<T> earlier && old.getClass() == getClass()) {
        return earlier.version <= version
            ? TypeSerializerSchemaCompatibility.compatibleAsIs()
            : TypeSerializerSchemaCompatibility.incompatible();
      }
      return old instanceof PojoSerializerSnapshot
          ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
