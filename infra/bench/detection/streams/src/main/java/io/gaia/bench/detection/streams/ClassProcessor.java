package io.gaia.bench.detection.streams;

import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.Records;
import io.gaia.flink.detection.model.AlertCare;
import io.gaia.flink.detection.model.AlertWord;
import io.gaia.flink.detection.model.CareSettings;
import io.gaia.flink.detection.model.ClassPolicy;
import io.gaia.flink.detection.model.Learner;
import io.gaia.flink.detection.model.StudentReport;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** The alert policy of a class, and what may be loud to its teacher. */
final class ClassProcessor implements Processor<String, StudentReport, String, byte[]> {
  private ProcessorContext<String, byte[]> context;
  private KeyValueStore<String, Stored.Room> rooms;
  private Timers timers;
  private final Clock clock = new Clock();

  @Override
  public void init(ProcessorContext<String, byte[]> given) {
    context = given;
    rooms = context.getStateStore(StreamsTopology.CLASSES_STATE);
    timers = new Timers(context.getStateStore(StreamsTopology.CLASSES_TIMERS));
    context.schedule(Clock.LOOK, PunctuationType.WALL_CLOCK_TIME, now -> passTime());
  }

  @Override
  public void process(Record<String, StudentReport> record) {
    clock.see(record.value().at());
    Stored.Room known = rooms.get(record.key());
    Stored.Room room = known == null ? new Stored.Room() : known;
    tell(room, ClassPolicy.report(room.state, record.value()));
    keep(room, record.key());
  }

  private void passTime() {
    for (Timers.Due due : timers.takeUpTo(clock.time())) {
      Stored.Room room = rooms.get(due.key());
      if (room != null) {
        room.timer = 0;
        tell(room, ClassPolicy.elapse(due.key(), room.state, due.time()));
        keep(room, due.key());
      }
    }
  }

  private void keep(Stored.Room room, String classroom) {
    if (ClassPolicy.isEmpty(room.state) && AlertCare.isEmpty(room.care)) {
      rooms.delete(classroom);
      return;
    }
    long deadline = ClassPolicy.nextDeadline(room.state);
    if (deadline != Learner.NEVER && (room.timer == 0 || deadline < room.timer)) {
      if (room.timer != 0) {
        timers.delete(room.timer, classroom);
      }
      timers.set(deadline, classroom);
      room.timer = deadline;
    }
    rooms.put(classroom, room);
  }

  private void tell(Stored.Room room, List<AlertWord> words) {
    for (AlertWord word : words) {
      Outgoing alert = Records.alert(AlertCare.toTeacher(room.care, word, CareSettings.DEFAULT));
      context.forward(new Record<>(alert.key(), alert.value(), context.currentSystemTimeMs()));
    }
  }
}
