package io.gaia.flink.detection.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A student's session, told second by second. Time passes as the job lets it pass. */
final class Story {
  static final long BEGINNING = 1_772_442_000_000L;

  final LearnerState state = new LearnerState();
  final List<EpisodeChange> changes = new ArrayList<>();
  private final Settings settings;
  private boolean othersActive = true;
  private int events;
  Judgement now = Judgement.CALM;

  Story() {
    this(Settings.DEFAULT);
  }

  Story(Settings settings) {
    this.settings = settings;
  }

  Story alone() {
    othersActive = false;
    return this;
  }

  Story at(double second, ObservationKind kind) {
    return at(second, kind, event -> event);
  }

  Story at(double second, ObservationKind kind, UnaryOperator<Event> how) {
    long at = BEGINNING + Math.round(second * 1000);
    until(second);
    Event event = how.apply(new Event());
    Learner.Outcome outcome =
        Learner.observe(state, event.build("e" + events++, kind, at), settings, othersActive);
    now = outcome.judgement();
    changes.addAll(outcome.changes());
    return this;
  }

  Story wrong(double second, String item) {
    return at(second, ObservationKind.ATTEMPT, event -> event.item(item).correct(false));
  }

  Story right(double second, String item) {
    return at(second, ObservationKind.ATTEMPT, event -> event.item(item).correct(true));
  }

  Story every(double step, double from, double to, ObservationKind kind) {
    for (double second = from; second < to; second += step) {
      at(second, kind);
    }
    return this;
  }

  /** Nothing happens until then. */
  Story until(double second) {
    long time = BEGINNING + Math.round(second * 1000);
    while (state.lastEventAt > 0
        && !Learner.isForgotten(state)
        && Learner.nextDeadline(state) < time) {
      Learner.Outcome outcome =
          Learner.elapse(state, Learner.nextDeadline(state), settings, othersActive);
      now = outcome.judgement();
      changes.addAll(outcome.changes());
    }
    return this;
  }

  Optional<Contribution> signal(Signal signal) {
    return now.contributions().stream().filter(c -> c.signal() == signal).findFirst();
  }

  double intensity(Signal signal) {
    return signal(signal).map(Contribution::intensity).orElse(0.0);
  }

  List<EpisodeChange.Kind> kinds() {
    return changes.stream().map(EpisodeChange::kind).toList();
  }

  static double second(long at) {
    return (at - BEGINNING) / 1000.0;
  }

  /** What an event carries beside its kind. */
  static final class Event {
    private double value = 1;
    private boolean correct;
    private String item = "";
    private String lesson = "";
    private long durationMillis = Observation.NO_DURATION;
    private double x = Double.NaN;
    private double y = Double.NaN;
    private int flags;
    private Peers peers = Peers.UNKNOWN;

    Event value(double value) {
      this.value = value;
      return this;
    }

    Event correct(boolean correct) {
      this.correct = correct;
      return this;
    }

    Event item(String item) {
      this.item = item;
      return this;
    }

    Event lesson(String lesson) {
      this.lesson = lesson;
      return this;
    }

    Event took(double seconds) {
      durationMillis = Math.round(seconds * 1000);
      return this;
    }

    Event on(double x, double y) {
      this.x = x;
      this.y = y;
      return this;
    }

    Event flags(int flags) {
      this.flags = flags;
      return this;
    }

    Event peers(int students, int reached, int recovered, long medianSeconds) {
      peers = new Peers(students, reached, recovered, medianSeconds * 1000);
      return this;
    }

    Observation build(String id, ObservationKind kind, long at) {
      return new Observation(
          id,
          "ada",
          "fractions",
          "c-1",
          kind,
          at,
          value,
          correct,
          lesson,
          item,
          durationMillis,
          x,
          y,
          "",
          flags,
          peers);
    }
  }
}
