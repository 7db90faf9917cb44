package io.gaia.flink.detection;

import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import java.util.List;

/**
 * All that reaches the operator of a student, in one stream with one key.
 *
 * @param observation of a student; a placeholder in other forms
 * @param classroomIds of a roster entry
 * @param schoolId of a roster entry; empty when unknown
 * @param at of an intervention
 */
public record StudentMessage(
    Form form,
    String studentId,
    Observation observation,
    List<String> classroomIds,
    String schoolId,
    long at) {

  /** What it is. */
  public enum Form {
    /** To be judged on arrival and in event order. */
    EVENT,
    /** An attempt to be judged on arrival, with the item's numbers of that moment. */
    LIVE_ATTEMPT,
    /** The same attempt for the history, with the item's numbers in event order. */
    ORDERED_ATTEMPT,
    /** Which classes the student is in. */
    ROSTER,
    /** The student is to be forgotten. */
    ERASED,
    /** A teacher helped. */
    HELPED;

    /** Whether there is an observation, which then says the rest. */
    boolean isOfEvent() {
      return switch (this) {
        case EVENT, LIVE_ATTEMPT, ORDERED_ATTEMPT -> true;
        case ROSTER, ERASED, HELPED -> false;
      };
    }
  }

  static final Observation NO_OBSERVATION = Observation.of("", "", "", ObservationKind.IDLE, 0);

  static StudentMessage event(Form form, Observation observation) {
    return new StudentMessage(
        form, observation.studentId(), observation, List.of(), "", observation.at());
  }

  static StudentMessage roster(String studentId, List<String> classroomIds, String schoolId) {
    return new StudentMessage(
        Form.ROSTER, studentId, NO_OBSERVATION, List.copyOf(classroomIds), schoolId, 0);
  }

  static StudentMessage erased(String studentId) {
    return new StudentMessage(Form.ERASED, studentId, NO_OBSERVATION, List.of(), "", 0);
  }

  static StudentMessage helped(String studentId, long at) {
    return new StudentMessage(Form.HELPED, studentId, NO_OBSERVATION, List.of(), "", at);
  }
}
