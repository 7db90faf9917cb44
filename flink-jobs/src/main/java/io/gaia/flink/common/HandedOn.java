package io.gaia.flink.common;

import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * How values go from one operator to the next, field by field: Flink's serializer of records looks
 * at them by reflection. For the way alone, and never for state, which has to outlive the form.
 */
public final class HandedOn<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private final Form<T> form;

  public HandedOn(Class<T> type, Form<T> form) {
    this.type = type;
    this.form = form;
  }

  /**
   * The bytes of an immutable value.
   *
   * @param <T> has no null inside
   */
  public abstract static class Form<T> extends TypeSerializerSingleton<T> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean isImmutableType() {
      return true;
    }

    @Override
    public T copy(T from) {
      return from;
    }

    @Override
    public T copy(T from, T reuse) {
      return from;
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
      serialize(deserialize(source), target);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
      return deserialize(source);
    }

    @Override
    public int getLength() {
      return -1;
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
      throw new UnsupportedOperationException(
          "state has forms that a later version can read: StateForm");
    }
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return form;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof HandedOn;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HandedOn<?> that && type.equals(that.type) && form.equals(that.form);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return "HandedOn(" + type.getSimpleName() + ")";
  }
}
