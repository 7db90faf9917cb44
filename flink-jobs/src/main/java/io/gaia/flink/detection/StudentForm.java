package io.gaia.flink.detection;

import io.gaia.flink.common.Packed;
import io.gaia.flink.common.StateForm;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What is known of a student beside the apps. */
public final class StudentForm extends StateForm<StudentState> {
  private static final long serialVersionUID = 1;

  static final StudentForm INSTANCE = new StudentForm();

  private StudentForm() {}

  @Override
  protected int version() {
    return 3;
  }

  @Override
  public StudentState createInstance() {
    return new StudentState();
  }

  @Override
  protected void write(StudentState value, DataOutputView target) throws IOException {
    Packed.write(value.classroomIds, Packed::write, target);
    Packed.write(value.schoolId, target);
    Packed.write(value.liveTimer, target);
    Packed.write(value.orderedTimer, target);
    target.writeBoolean(value.listed);
    Packed.write(value.liveApps, Packed::write, target);
    Packed.write(value.orderedApps, Packed::write, target);
    Packed.write(value.panes, Packed::write, target);
  }

  @Override
  protected StudentState read(int version, DataInputView source) throws IOException {
    StudentState value = new StudentState();
    value.classroomIds = Packed.readList(Packed::readText, source);
    value.schoolId = Packed.readText(source);
    value.liveTimer = Packed.read(source);
    value.orderedTimer = Packed.read(source);
    if (version >= 3) {
      value.listed = source.readBoolean();
      value.liveApps = Packed.readList(Packed::readText, source);
      value.orderedApps = Packed.readList(Packed::readText, source);
      value.panes = Packed.readList(Packed::read, source);
    } else if (version == 2) {
      // knew between which panes, and not which: so all is listed anew
      source.readBoolean();
      Packed.readList(Packed::readText, source);
      Packed.readList(Packed::readText, source);
      Packed.read(source);
      Packed.read(source);
    }
    return value;
  }

  @Override
  public TypeSerializerSnapshot<StudentState> snapshotConfiguration() {
    return new Kept();
  }

  /** In savepoints. */
  public static final class Kept extends StateForm.Snapshot<StudentState> {
    public Kept() {
      super(INSTANCE);
    }
  }
}
