package io.gaia.flink.detection;

import io.gaia.flink.common.Packed;
import io.gaia.flink.common.StateForm;
import io.gaia.flink.detection.model.ItemRecord;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How students fare on an item, and what one of them did there. */
public final class ItemForms {
  static final StateForm<ItemRecord> RECORD = new OfRecord();
  static final StateForm<ItemRecord.Visit> VISIT = new OfVisit();

  private ItemForms() {}

  private static final class OfRecord extends StateForm<ItemRecord> {
    private static final long serialVersionUID = 1;

    @Override
    protected int version() {
      return 1;
    }

    @Override
    public ItemRecord createInstance() {
      return new ItemRecord();
    }

    @Override
    protected void write(ItemRecord value, DataOutputView target) throws IOException {
      Packed.write(value.students, target);
      Packed.write(value.reached, target);
      Packed.write(value.recovered, target);
      Packed.write(value.solvedAfter, target);
    }

    @Override
    protected ItemRecord read(int version, DataInputView source) throws IOException {
      ItemRecord value = new ItemRecord();
      value.students = Packed.readInt(source);
      value.reached = Packed.readInts(source);
      value.recovered = Packed.readInts(source);
      value.solvedAfter = Packed.readInts(source);
      return value;
    }

    @Override
    public TypeSerializerSnapshot<ItemRecord> snapshotConfiguration() {
      return new KeptRecord();
    }
  }

  private static final class OfVisit extends StateForm<ItemRecord.Visit> {
    private static final long serialVersionUID = 1;

    @Override
    protected int version() {
      return 1;
    }

    @Override
    public ItemRecord.Visit createInstance() {
      return new ItemRecord.Visit();
    }

    @Override
    protected void write(ItemRecord.Visit value, DataOutputView target) throws IOException {
      Packed.write(value.failuresInRow, target);
      Packed.write(value.longestRow, target);
      target.writeBoolean(value.solved);
      Packed.write(value.activeMillis, target);
      Packed.write(value.lastAt, target);
    }

    @Override
    protected ItemRecord.Visit read(int version, DataInputView source) throws IOException {
      ItemRecord.Visit value = new ItemRecord.Visit();
      value.failuresInRow = Packed.readInt(source);
      value.longestRow = Packed.readInt(source);
      value.solved = source.readBoolean();
      value.activeMillis = Packed.read(source);
      value.lastAt = Packed.read(source);
      return value;
    }

    @Override
    public TypeSerializerSnapshot<ItemRecord.Visit> snapshotConfiguration() {
      return new KeptVisit();
    }
  }

  /** In savepoints. */
  public static final class KeptRecord extends StateForm.Snapshot<ItemRecord> {
    public KeptRecord() {
      super(RECORD);
    }
  }

  /** In savepoints. */
  public static final class KeptVisit extends StateForm.Snapshot<ItemRecord.Visit> {
    public KeptVisit() {
      super(VISIT);
    }
  }
}
