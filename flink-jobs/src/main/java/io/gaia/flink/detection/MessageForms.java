package io.gaia.flink.detection;

import io.gaia.flink.common.HandedOn;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Peers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** What detection's operators hand on for every event. */
public final class MessageForms {

  public static final TypeInformation<Observation> OBSERVATION =
      new HandedOn<>(Observation.class, new OfObservation());

  static final TypeInformation<StudentMessage> STUDENT_MESSAGE =
      new HandedOn<>(StudentMessage.class, new OfStudentMessage());

  private static final ObservationKind[] KINDS = ObservationKind.values();
  private static final StudentMessage.Form[] FORMS = StudentMessage.Form.values();

  private MessageForms() {}

  private static final class OfObservation extends HandedOn.Form<Observation> {
    private static final long serialVersionUID = 1;

    @Override
    public Observation createInstance() {
      return StudentMessage.NO_OBSERVATION;
    }

    @Override
    public void serialize(Observation value, DataOutputView target) throws IOException {
      write(value, target);
    }

    @Override
    public Observation deserialize(DataInputView source) throws IOException {
      return observation(source);
    }
  }

  private static final class OfStudentMessage extends HandedOn.Form<StudentMessage> {
    private static final long serialVersionUID = 1;

    @Override
    public StudentMessage createInstance() {
      return StudentMessage.erased("");
    }

    @Override
    public void serialize(StudentMessage value, DataOutputView target) throws IOException {
      target.writeByte(value.form().ordinal());
      if (value.form().isOfEvent()) {
        write(value.observation(), target);
        return;
      }
      StringValue.writeString(value.studentId(), target);
      target.writeInt(value.classroomIds().size());
      for (String classroom : value.classroomIds()) {
        StringValue.writeString(classroom, target);
      }
      StringValue.writeString(value.schoolId(), target);
      target.writeLong(value.at());
    }

    @Override
    public StudentMessage deserialize(DataInputView source) throws IOException {
      StudentMessage.Form form = FORMS[source.readByte()];
      if (form.isOfEvent()) {
        return StudentMessage.event(form, observation(source));
      }
      String studentId = StringValue.readString(source);
      int classes = source.readInt();
      List<String> classroomIds = new ArrayList<>(classes);
      for (int i = 0; i < classes; i++) {
        classroomIds.add(StringValue.readString(source));
      }
      return new StudentMessage(
          form,
          studentId,
          StudentMessage.NO_OBSERVATION,
          List.copyOf(classroomIds),
          StringValue.readString(source),
          source.readLong());
    }
  }

  private static void write(Observation value, DataOutputView target) throws IOException {
    StringValue.writeString(value.eventId(), target);
    StringValue.writeString(value.studentId(), target);
    StringValue.writeString(value.appName(), target);
    StringValue.writeString(value.classroomId(), target);
    target.writeByte(value.kind().ordinal());
    target.writeLong(value.at());
    target.writeDouble(value.value());
    target.writeBoolean(value.success());
    StringValue.writeString(value.lessonId(), target);
    StringValue.writeString(value.itemId(), target);
    target.writeLong(value.durationMillis());
    target.writeDouble(value.x());
    target.writeDouble(value.y());
    StringValue.writeString(value.target(), target);
    target.writeInt(value.flags());
    Peers peers = value.peers();
    target.writeInt(peers.students());
    target.writeInt(peers.reached());
    target.writeInt(peers.recovered());
    target.writeLong(peers.medianMillis());
  }

  // arguments are read in the order in which they are written
  private static Observation observation(DataInputView source) throws IOException {
    return new Observation(
        StringValue.readString(source),
        StringValue.readString(source),
        StringValue.readString(source),
        StringValue.readString(source),
        KINDS[source.readByte()],
        source.readLong(),
        source.readDouble(),
        source.readBoolean(),
        StringValue.readString(source),
        StringValue.readString(source),
        source.readLong(),
        source.readDouble(),
        source.readDouble(),
        StringValue.readString(source),
        source.readInt(),
        new Peers(source.readInt(), source.readInt(), source.readInt(), source.readLong()));
  }
}
