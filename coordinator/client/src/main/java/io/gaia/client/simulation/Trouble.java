package io.gaia.client.simulation;

import java.time.Instant;
import java.util.Optional;

/**
 * What really was the matter with a simulated student: the truth that detection is judged by.
 *
 * @param kind a {@link TroubleKind#wireName()}
 * @param stuck false for boredom
 * @param since the first failure on the item, or when boredom began
 * @param evidentAt when it could be known: the fifth failure, a minute of silence, or giving up
 * @param until absent while it goes on
 */
public record Trouble(
    String studentId,
    String classroomId,
    String appName,
    String itemId,
    String kind,
    boolean stuck,
    Instant since,
    Instant evidentAt,
    Optional<Instant> until,
    int failedAttempts,
    int hints,
    boolean solved) {

  /** The same, with its end not known yet. */
  Trouble goingOn() {
    return new Trouble(
        studentId,
        classroomId,
        appName,
        itemId,
        kind,
        stuck,
        since,
        evidentAt,
        Optional.empty(),
        failedAttempts,
        hints,
        false);
  }
}
