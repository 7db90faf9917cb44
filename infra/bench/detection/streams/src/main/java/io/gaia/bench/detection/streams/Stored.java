package io.gaia.bench.detection.streams;

import io.gaia.flink.detection.LiveState;
import io.gaia.flink.detection.model.CareState;
import io.gaia.flink.detection.model.ClassState;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Observation;
import java.util.ArrayList;
import java.util.List;

/** What the stores hold; their fields are written as they stand. */
final class Stored {
  private Stored() {}

  /** A student in an app, as judged on arrival. */
  static class Live {
    public LiveState state = new LiveState();

    /** The timer that is set; 0: none. */
    public long timer;
  }

  /** A student in an app, as judged in event order. */
  static class Ordered {
    public LearnerState learner = new LearnerState();

    /** The timer that is set; 0: none. */
    public long timer;
  }

  /** Events of a pane whose turn has not come. */
  static class Pane {
    public List<Observation> events = new ArrayList<>();

    boolean knows(Observation event) {
      for (Observation known : events) {
        if (known.eventId().equals(event.eventId())) {
          return true;
        }
      }
      return false;
    }
  }

  /** A class and what its teacher has heard. */
  static class Room {
    public ClassState state = new ClassState();
    public CareState care = new CareState();

    /** The timer that is set; 0: none. */
    public long timer;
  }
}
