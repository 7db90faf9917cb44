package io.gaia.server.classroom;

import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.ErasedStudents;
import io.gaia.schemas.event.TeacherAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every alert that is still of interest, by id and by class. Resolved ones are kept for {@code
 * resolvedKept} and at most {@code maxAlerts} in all; then the ones that were quiet longest go
 * first. Not thread-safe.
 */
final class AlertBoard {

  /** As long as the topic keeps them: no alert outlives its records. */
  static final Duration UNRESOLVED_KEPT = Duration.ofDays(7);

  private final Duration resolvedKept;
  private final int maxAlerts;
  // in order of the last change, so that what was quiet longest is first
  private final LinkedHashMap<String, AlertHistory> byId = new LinkedHashMap<>();
  private final Map<String, LinkedHashMap<String, AlertHistory>> byClassroom = new HashMap<>();

  AlertBoard(Duration resolvedKept, int maxAlerts) {
    this.resolvedKept = resolvedKept;
    this.maxAlerts = maxAlerts;
  }

  /** The alert as the stream tells it; empty when the revision brought nothing new. */
  Optional<TeacherAlert> apply(TeacherAlert revision) {
    AlertHistory known = byId.get(revision.id());
    AlertHistory next = known == null ? AlertHistory.of(revision) : known.with(revision);
    if (next.equals(known)) {
      return Optional.empty();
    }
    // detection that was restarted may word a revision anew; the stream tells each one once
    boolean toldBefore = known != null && known.has(revision.revision());
    if (known != null) {
      forget(revision.id());
    }
    byId.put(revision.id(), next);
    byClassroom
        .computeIfAbsent(next.classroomId(), id -> new LinkedHashMap<>())
        .put(revision.id(), next);
    if (byId.size() > maxAlerts) {
      forget(byId.keySet().iterator().next());
    }
    // an old revision that came late can complete the history without changing what is told
    boolean tellsMore =
        known == null
            || revision.revision() > known.revision()
            || !next.toldAs(revision).equals(known.toldAs(revision));
    return tellsMore && !toldBefore ? Optional.of(next.toldAs(revision)) : Optional.empty();
  }

  /**
   * Forgets the alerts of the erased, and them in alerts of their classes.
   *
   * @return the classes of those alerts
   */
  Set<String> without(ErasedStudents erased) {
    Set<String> touched = new TreeSet<>();
    for (String id : List.copyOf(byId.keySet())) {
      AlertHistory history = byId.get(id);
      Optional<AlertHistory> left = history.without(erased);
      if (!left.equals(Optional.of(history))) {
        touched.add(history.classroomId());
        if (left.isPresent()) {
          byId.put(id, left.get());
          byClassroom.get(history.classroomId()).put(id, left.get());
        } else {
          forget(id);
        }
      }
    }
    return touched;
  }

  Optional<AlertHistory> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Collection<AlertHistory> all() {
    return byId.values();
  }

  Collection<AlertHistory> ofClassroom(String classroomId) {
    LinkedHashMap<String, AlertHistory> ofClass = byClassroom.get(classroomId);
    return ofClass == null ? List.of() : ofClass.values();
  }

  void prune(Instant now) {
    Iterator<Map.Entry<String, AlertHistory>> alerts = byId.entrySet().iterator();
    while (alerts.hasNext()) {
      Map.Entry<String, AlertHistory> alert = alerts.next();
      Duration kept =
          alert.getValue().state(now) == AlertState.RESOLVED ? resolvedKept : UNRESOLVED_KEPT;
      if (alert.getValue().lastAt().isBefore(now.minus(kept))) {
        alerts.remove();
        forgetInClassroom(alert.getKey(), alert.getValue().classroomId());
      }
    }
  }

  private void forget(String id) {
    AlertHistory gone = byId.remove(id);
    forgetInClassroom(id, gone.classroomId());
  }

  private void forgetInClassroom(String id, String classroomId) {
    LinkedHashMap<String, AlertHistory> ofClass = byClassroom.get(classroomId);
    ofClass.remove(id);
    if (ofClass.isEmpty()) {
      byClassroom.remove(classroomId);
    }
  }
}
