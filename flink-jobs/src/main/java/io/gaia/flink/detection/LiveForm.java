package io.gaia.flink.detection;

import io.gaia.flink.common.Packed;
import io.gaia.flink.common.StateForm;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A student in an app, as judged on arrival. */
public final class LiveForm extends StateForm<LiveState> {
  private static final long serialVersionUID = 1;

  static final LiveForm INSTANCE = new LiveForm();

  private LiveForm() {}

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public LiveState createInstance() {
    return new LiveState();
  }

  @Override
  protected void write(LiveState value, DataOutputView target) throws IOException {
    LearnerForm.INSTANCE.serialize(value.learner, target);
    Publication published = value.published;
    target.writeDouble(published.score);
    Packed.write(published.level, target);
    Packed.write(published.signals, target);
    Packed.write(published.itemId, target);
    Packed.write(published.classroomId, target);
    Packed.write(published.reportedAt, target);
    target.writeBoolean(published.anything);
  }

  @Override
  protected LiveState read(int version, DataInputView source) throws IOException {
    LiveState value = new LiveState();
    value.learner = LearnerForm.INSTANCE.deserialize(source);
    Publication published = value.published;
    published.score = source.readDouble();
    published.level = LearnerForm.LEVELS[source.readByte()];
    published.signals = Packed.readText(source);
    published.itemId = Packed.readText(source);
    published.classroomId = Packed.readText(source);
    published.reportedAt = Packed.read(source);
    published.anything = source.readBoolean();
    return value;
  }

  @Override
  public TypeSerializerSnapshot<LiveState> snapshotConfiguration() {
    return new Kept();
  }

  /** In savepoints. */
  public static final class Kept extends StateForm.Snapshot<LiveState> {
    public Kept() {
      super(INSTANCE);
    }
  }
}
