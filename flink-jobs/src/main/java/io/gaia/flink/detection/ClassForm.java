package io.gaia.flink.detection;

import io.gaia.flink.common.Packed;
import io.gaia.flink.common.StateForm;
import io.gaia.flink.detection.model.ClassState;
import io.gaia.flink.detection.model.ClassState.ClassAlert;
import io.gaia.flink.detection.model.ClassState.Standing;
import io.gaia.flink.detection.model.Contribution;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.Signal;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What is remembered of a class. */
public final class ClassForm extends StateForm<ClassState> {
  private static final long serialVersionUID = 1;

  static final ClassForm INSTANCE = new ClassForm();

  private static final Signal[] SIGNALS = Signal.values();
  private static final EpisodeChange.Kind[] KINDS = EpisodeChange.Kind.values();

  private ClassForm() {}

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public ClassState createInstance() {
    return new ClassState();
  }

  @Override
  protected void write(ClassState value, DataOutputView target) throws IOException {
    write(value.standings, ClassForm::writeStanding, target);
    write(value.classAlerts, ClassForm::writeAlert, target);
    Packed.write(value.now, target);
  }

  @Override
  protected ClassState read(int version, DataInputView source) throws IOException {
    ClassState value = new ClassState();
    value.standings = readMap(ClassForm::readStanding, source);
    value.classAlerts = readMap(ClassForm::readAlert, source);
    value.now = Packed.read(source);
    return value;
  }

  private static <V> void write(Map<String, V> values, Packed.Writer<V> each, DataOutputView target)
      throws IOException {
    Packed.write(values.size(), target);
    for (Map.Entry<String, V> entry : values.entrySet()) {
      Packed.write(entry.getKey(), target);
      each.write(entry.getValue(), target);
    }
  }

  private static <V> Map<String, V> readMap(Packed.Reader<V> each, DataInputView source)
      throws IOException {
    int size = Packed.readInt(source);
    Map<String, V> values = new HashMap<>(2 * size);
    for (int i = 0; i < size; i++) {
      String key = Packed.readText(source);
      values.put(key, each.read(source));
    }
    return values;
  }

  private static void writeStanding(Standing standing, DataOutputView target) throws IOException {
    Packed.write(standing.studentId, target);
    Packed.write(standing.appName, target);
    Packed.write(standing.itemId, target);
    Packed.write(standing.lessonId, target);
    Packed.write(standing.schoolId, target);
    Packed.write(standing.struggling, target);
    Packed.write(standing.at, target);
    target.writeBoolean(standing.open);
    target.writeBoolean(standing.shown);
    target.writeBoolean(standing.covered);
    Packed.write(standing.ordinal, target);
    target.writeBoolean(standing.last != null);
    if (standing.last != null) {
      writeChange(standing.last, target);
    }
  }

  private static Standing readStanding(DataInputView source) throws IOException {
    Standing standing = new Standing();
    standing.studentId = Packed.readText(source);
    standing.appName = Packed.readText(source);
    standing.itemId = Packed.readText(source);
    standing.lessonId = Packed.readText(source);
    standing.schoolId = Packed.readText(source);
    standing.struggling = LearnerForm.LEVELS[source.readByte()];
    standing.at = Packed.read(source);
    standing.open = source.readBoolean();
    standing.shown = source.readBoolean();
    standing.covered = source.readBoolean();
    standing.ordinal = Packed.readInt(source);
    standing.last = source.readBoolean() ? readChange(source) : null;
    return standing;
  }

  private static void writeChange(EpisodeChange change, DataOutputView target) throws IOException {
    Packed.write(change.kind(), target);
    Packed.write(change.number(), target);
    Packed.write(change.revision(), target);
    target.writeBoolean(change.quiet());
    Packed.write(change.classroomId(), target);
    Packed.write(change.lessonId(), target);
    Packed.write(change.itemId(), target);
    Packed.write(change.since(), target);
    Packed.write(change.openedAt(), target);
    Packed.write(change.at(), target);
    Packed.write(change.level(), target);
    target.writeDouble(change.score());
    Packed.write(change.peakLevel(), target);
    target.writeDouble(change.peakScore());
    Packed.write(change.reasons(), ClassForm::writeReason, target);
  }

  // arguments are read in the order in which they are written
  private static EpisodeChange readChange(DataInputView source) throws IOException {
    return new EpisodeChange(
        KINDS[source.readByte()],
        Packed.read(source),
        Packed.readInt(source),
        source.readBoolean(),
        Packed.readText(source),
        Packed.readText(source),
        Packed.readText(source),
        Packed.read(source),
        Packed.read(source),
        Packed.read(source),
        LearnerForm.LEVELS[source.readByte()],
        source.readDouble(),
        LearnerForm.LEVELS[source.readByte()],
        source.readDouble(),
        List.copyOf(Packed.readList(ClassForm::readReason, source)));
  }

  private static void writeReason(Contribution reason, DataOutputView target) throws IOException {
    Packed.write(reason.signal(), target);
    target.writeDouble(reason.value());
    target.writeDouble(reason.intensity());
    target.writeDouble(reason.share());
    Packed.write(reason.text(), target);
  }

  private static Contribution readReason(DataInputView source) throws IOException {
    return new Contribution(
        SIGNALS[source.readByte()],
        source.readDouble(),
        source.readDouble(),
        source.readDouble(),
        Packed.readText(source));
  }

  private static void writeAlert(ClassAlert alert, DataOutputView target) throws IOException {
    Packed.write(alert.appName, target);
    Packed.write(alert.itemId, target);
    Packed.write(alert.lessonId, target);
    Packed.write(alert.schoolId, target);
    Packed.write(alert.openedAt, target);
    Packed.write(alert.since, target);
    Packed.write(alert.ordinal, target);
    Packed.write(alert.level, target);
    target.writeDouble(alert.share);
    Packed.write(alert.students, Packed::write, target);
    Packed.write(alert.underSince, target);
  }

  private static ClassAlert readAlert(DataInputView source) throws IOException {
    ClassAlert alert = new ClassAlert();
    alert.appName = Packed.readText(source);
    alert.itemId = Packed.readText(source);
    alert.lessonId = Packed.readText(source);
    alert.schoolId = Packed.readText(source);
    alert.openedAt = Packed.read(source);
    alert.since = Packed.read(source);
    alert.ordinal = Packed.readInt(source);
    alert.level = LearnerForm.LEVELS[source.readByte()];
    alert.share = source.readDouble();
    alert.students = Packed.readList(Packed::readText, source);
    alert.underSince = Packed.read(source);
    return alert;
  }

  @Override
  public TypeSerializerSnapshot<ClassState> snapshotConfiguration() {
    return new Kept();
  }

  /** In savepoints. */
  public static final class Kept extends StateForm.Snapshot<ClassState> {
    public Kept() {
      super(INSTANCE);
    }
  }
}
