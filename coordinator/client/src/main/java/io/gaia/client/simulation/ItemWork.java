package io.gaia.client.simulation;

import java.time.Instant;
import java.util.Optional;

/** A student's work on one item, as it really is. */
final class ItemWork {

  /** The data sets' own definition of stuck. */
  static final int STUCK_AFTER_FAILURES = 5;

  final int position;
  final boolean struggling;
  final TroubleKind kind;

  /** Fails for sure until then: part of the opening. */
  final int sureFailures;

  int failures;
  int hints;
  boolean hasBeenSilent;
  private Optional<Instant> firstFailure = Optional.empty();
  private Optional<Instant> evident = Optional.empty();

  ItemWork(int position, boolean struggling, TroubleKind kind, int sureFailures) {
    this.position = position;
    this.struggling = struggling;
    this.kind = kind;
    this.sureFailures = sureFailures;
  }

  boolean isStruggling(TroubleKind shownAs) {
    return struggling && kind == shownAs;
  }

  void failedAt(Instant time) {
    failures++;
    firstFailure = Optional.of(firstFailure.orElse(time));
    if (failures >= STUCK_AFTER_FAILURES) {
      evidentAt(time);
    }
  }

  void evidentAt(Instant time) {
    evident = Optional.of(evident.orElse(time));
  }

  /** The truth about this work, if it was trouble. */
  Optional<Trouble> trouble(
      String studentId, String classroomId, App app, Optional<Instant> until, boolean solved) {
    if (!struggling || firstFailure.isEmpty()) {
      return Optional.empty();
    }
    boolean givenUp = until.isPresent() && !solved && failures >= 2;
    if (evident.isEmpty() && !givenUp) {
      return Optional.empty();
    }
    return Optional.of(
        new Trouble(
            studentId,
            classroomId,
            app.appName(),
            app.itemId(position),
            kind.wireName(),
            true,
            firstFailure.get(),
            evident.or(() -> until).get(),
            until,
            failures,
            hints,
            solved));
  }
}
