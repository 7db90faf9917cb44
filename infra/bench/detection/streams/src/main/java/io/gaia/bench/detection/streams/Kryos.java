package io.gaia.bench.detection.streams;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.gaia.flink.detection.LiveState;
import io.gaia.flink.detection.Publication;
import io.gaia.flink.detection.model.CareState;
import io.gaia.flink.detection.model.ClassState;
import io.gaia.flink.detection.model.Contribution;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.ItemRecord;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Peers;
import io.gaia.flink.detection.model.Signal;
import io.gaia.flink.detection.model.StudentReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Objects as bytes, by Kryo; the records that every event brings are written by hand. */
final class Kryos {
  private static final int SMALL = 512;
  private static final int NO_LIMIT = -1;

  private static final List<Class<?>> KNOWN =
      List.of(
          ArrayList.class,
          HashMap.class,
          short[].class,
          int[].class,
          Told.Form.class,
          ObservationKind.class,
          Level.class,
          Signal.class,
          Contribution.class,
          EpisodeChange.class,
          EpisodeChange.Kind.class,
          LearnerState.class,
          LearnerState.ItemState.class,
          LearnerState.LessonState.class,
          LearnerState.ClickState.class,
          LearnerState.BaselineState.class,
          LearnerState.EpisodeState.class,
          LiveState.class,
          Publication.class,
          ItemRecord.class,
          ItemRecord.Visit.class,
          ClassState.class,
          ClassState.Standing.class,
          ClassState.ClassAlert.class,
          CareState.class,
          StudentReport.class,
          Stored.Live.class,
          Stored.Ordered.class,
          Stored.Pane.class,
          Stored.Room.class);

  private static final ThreadLocal<Kryo> KRYO = ThreadLocal.withInitial(Kryos::make);
  private static final ThreadLocal<Output> OUTPUT =
      ThreadLocal.withInitial(() -> new Output(SMALL, NO_LIMIT));

  private Kryos() {}

  private static Kryo make() {
    Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(false);
    kryo.register(Observation.class, new OfObservation());
    kryo.register(Told.class, new OfTold());
    KNOWN.forEach(kryo::register);
    return kryo;
  }

  static <T> Serde<T> serde(Class<T> type) {
    Deserializer<T> read =
        (topic, bytes) -> bytes == null ? null : KRYO.get().readObject(new Input(bytes), type);
    return Serdes.serdeFrom(
        (topic, value) -> {
          if (value == null) {
            return null;
          }
          Output output = OUTPUT.get();
          output.reset();
          KRYO.get().writeObject(output, value);
          return output.toBytes();
        },
        read);
  }

  private static final class OfTold extends Serializer<Told> {
    @Override
    public void write(Kryo kryo, Output output, Told told) {
      output.writeByte(told.form().ordinal());
      kryo.writeObject(output, told.observation());
    }

    @Override
    public Told read(Kryo kryo, Input input, Class<? extends Told> type) {
      Told.Form form = Told.Form.values()[input.readByte()];
      return new Told(form, kryo.readObject(input, Observation.class));
    }
  }

  private static final class OfObservation extends Serializer<Observation> {
    private static final ObservationKind[] KINDS = ObservationKind.values();

    @Override
    public void write(Kryo kryo, Output output, Observation event) {
      output.writeString(event.eventId());
      output.writeString(event.studentId());
      output.writeString(event.appName());
      output.writeString(event.classroomId());
      output.writeByte(event.kind().ordinal());
      output.writeLong(event.at());
      output.writeDouble(event.value());
      output.writeBoolean(event.success());
      output.writeString(event.lessonId());
      output.writeString(event.itemId());
      output.writeLong(event.durationMillis());
      output.writeDouble(event.x());
      output.writeDouble(event.y());
      output.writeString(event.target());
      output.writeInt(event.flags());
      output.writeInt(event.peers().students());
      output.writeInt(event.peers().reached());
      output.writeInt(event.peers().recovered());
      output.writeLong(event.peers().medianMillis());
    }

    @Override
    public Observation read(Kryo kryo, Input input, Class<? extends Observation> type) {
      return new Observation(
          input.readString(),
          input.readString(),
          input.readString(),
          input.readString(),
          KINDS[input.readByte()],
          input.readLong(),
          input.readDouble(),
          input.readBoolean(),
          input.readString(),
          input.readString(),
          input.readLong(),
          input.readDouble(),
          input.readDouble(),
          input.readString(),
          input.readInt(),
          new Peers(input.readInt(), input.readInt(), input.readInt(), input.readLong()));
    }
  }
}
