package io.gaia.bench.detection.streams;

import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.Lateness;
import io.gaia.flink.detection.LiveState;
import io.gaia.flink.detection.Publication;
import io.gaia.flink.detection.Records;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.Judgement;
import io.gaia.flink.detection.model.Learner;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.Settings;
import io.gaia.flink.detection.model.StudentReport;
import java.util.Comparator;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** A student in an app: judged when the event arrives, and once more in event order. */
final class StudentProcessor implements Processor<String, Told, String, Object> {
  /** Events that are judged; an attempt counts when it comes back from its item. */
  static final LongAdder TAKEN = new LongAdder();

  private static final char LIVE = 'l';
  private static final char ORDERED = 'o';
  private static final char PANE = 'p';

  private ProcessorContext<String, Object> context;
  private KeyValueStore<String, Stored.Live> lives;
  private KeyValueStore<String, Stored.Ordered> histories;
  private KeyValueStore<String, Stored.Pane> waiting;
  private Timers timers;
  private final Clock clock = new Clock();

  @Override
  public void init(ProcessorContext<String, Object> given) {
    context = given;
    lives = context.getStateStore(StreamsTopology.STUDENT_LIVE);
    histories = context.getStateStore(StreamsTopology.STUDENT_ORDERED);
    waiting = context.getStateStore(StreamsTopology.STUDENT_WAITING);
    timers = new Timers(context.getStateStore(StreamsTopology.STUDENT_TIMERS));
    context.schedule(Clock.LOOK, PunctuationType.WALL_CLOCK_TIME, now -> passTime());
  }

  @Override
  public void process(Record<String, Told> record) {
    Observation event = record.value().observation();
    String place = event.studentId() + '\u0000' + event.appName();
    switch (record.value().form()) {
      case EVENT -> {
        TAKEN.increment();
        if (!Lateness.isLate(event, clock.time()) && remember(event, place)) {
          clock.see(event.at());
          judge(event, place);
        }
      }
      case LIVE_ATTEMPT -> {
        TAKEN.increment();
        clock.see(event.at());
        judge(event, place);
      }
      case ORDERED_ATTEMPT -> remember(event, place);
    }
  }

  private boolean remember(Observation event, String place) {
    long end = Lateness.paneEnd(event.at());
    String key = place + '\u0000' + end;
    Stored.Pane known = waiting.get(key);
    Stored.Pane pane = known == null ? new Stored.Pane() : known;
    if (known == null) {
      timers.set(Lateness.isComplete(end), PANE + key);
    } else if (pane.knows(event)) {
      return false;
    }
    pane.events.add(event);
    waiting.put(key, pane);
    return true;
  }

  private void judge(Observation event, String place) {
    Stored.Live known = lives.get(place);
    Stored.Live live = known == null ? new Stored.Live() : known;
    LearnerState learner = live.state.learner;
    if (known != null) {
      for (long deadline = Learner.nextDeadline(learner);
          deadline < event.at();
          deadline = Learner.nextDeadline(learner)) {
        tell(place, live.state, Learner.elapse(learner, deadline, Settings.DEFAULT, true));
        if (Learner.isForgotten(learner)) {
          live.state = new LiveState();
          learner = live.state.learner;
          break;
        }
      }
    }
    tell(place, live.state, Learner.observe(learner, event, Settings.DEFAULT, true));
    plan(live, place);
    lives.put(place, live);
  }

  private void plan(Stored.Live live, String place) {
    long deadline = Learner.nextDeadline(live.state.learner);
    if (live.timer == 0 || deadline < live.timer) {
      if (live.timer != 0) {
        timers.delete(live.timer, LIVE + place);
      }
      timers.set(deadline, LIVE + place);
      live.timer = deadline;
    }
  }

  private void passTime() {
    long now = clock.time();
    for (Timers.Due due : timers.takeUpTo(now)) {
      String place = due.key().substring(1);
      switch (due.key().charAt(0)) {
        case LIVE -> elapse(place, due.time());
        case PANE -> decide(place);
        default -> letPass(place, due.time() - Lateness.ALLOWED_MILLIS);
      }
    }
  }

  private void elapse(String place, long now) {
    Stored.Live live = lives.get(place);
    if (live == null) {
      return;
    }
    live.timer = 0;
    LearnerState learner = live.state.learner;
    if (Learner.nextDeadline(learner) <= now) {
      tell(place, live.state, Learner.elapse(learner, now, Settings.DEFAULT, true));
    }
    if (Learner.isForgotten(learner)) {
      lives.delete(place);
    } else {
      plan(live, place);
      lives.put(place, live);
    }
  }

  private void decide(String key) {
    Stored.Pane pane = waiting.delete(key);
    if (pane == null) {
      return;
    }
    String place = key.substring(0, key.lastIndexOf('\u0000'));
    long end = Long.parseLong(key.substring(key.lastIndexOf('\u0000') + 1));
    pane.events.sort(Comparator.comparingLong(Observation::at).thenComparing(Observation::eventId));
    Stored.Ordered known = histories.get(place);
    Stored.Ordered history = known == null ? new Stored.Ordered() : known;
    for (Observation event : pane.events) {
      letPass(history.learner, place, event.at());
      tell(place, Learner.observe(history.learner, event, Settings.DEFAULT, true));
    }
    letPass(history.learner, place, end);
    keep(history, place);
  }

  private void letPass(String place, long time) {
    Stored.Ordered history = histories.get(place);
    if (history != null) {
      history.timer = 0;
      letPass(history.learner, place, time);
      keep(history, place);
    }
  }

  private void letPass(LearnerState learner, String place, long time) {
    if (learner.lastEventAt == 0) {
      return;
    }
    for (long deadline = Learner.nextDeadline(learner);
        deadline <= time && !Learner.isForgotten(learner);
        deadline = Learner.nextDeadline(learner)) {
      tell(place, Learner.elapse(learner, deadline, Settings.DEFAULT, true));
    }
  }

  private void keep(Stored.Ordered history, String place) {
    if (Learner.isForgotten(history.learner)) {
      histories.delete(place);
      return;
    }
    long due = Lateness.isComplete(Lateness.paneEnd(Learner.nextDeadline(history.learner)));
    if (history.timer == 0 || due < history.timer) {
      if (history.timer != 0) {
        timers.delete(history.timer, ORDERED + place);
      }
      timers.set(due, ORDERED + place);
      history.timer = due;
    }
    histories.put(place, history);
  }

  private void tell(String place, Learner.Outcome outcome) {
    for (EpisodeChange change : outcome.changes()) {
      write(StreamsTopology.TO_EPISODES, Records.episode(student(place), app(place), change));
    }
  }

  private void tell(String place, LiveState state, Learner.Outcome outcome) {
    LearnerState learner = state.learner;
    Publication published = state.published;
    Judgement judgement = outcome.judgement();
    String student = student(place);
    String app = app(place);
    boolean scoreChanged = published.scoreChanged(learner, judgement);
    if (scoreChanged) {
      write(StreamsTopology.TO_FRUSTRATION, Records.frustration(student, app, learner, judgement));
    }
    if (scoreChanged
        || !outcome.changes().isEmpty()
        || published.reportIsDue(learner, learner.classroomId)) {
      published.reported(learner, learner.classroomId);
      StudentReport report =
          new StudentReport(
              learner.classroomId,
              student,
              app,
              learner.lessonId,
              learner.itemId,
              Level.of(judgement.absoluteStruggle()),
              learner.score,
              learner.now,
              outcome.changes(),
              false,
              "");
      context.forward(
          new Record<>(learner.classroomId, report, learner.now), StreamsTopology.TO_CLASSES);
    }
  }

  private void write(String sink, Outgoing outgoing) {
    context.forward(
        new Record<>(outgoing.key(), outgoing.value(), context.currentSystemTimeMs()), sink);
  }

  private static String student(String place) {
    return place.substring(0, place.indexOf('\u0000'));
  }

  private static String app(String place) {
    return place.substring(place.indexOf('\u0000') + 1);
  }
}
