package io.gaia.server.classroom;

import io.gaia.schemas.event.Classroom;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The classes as recorded, and those that were only seen in events. A class that is made because it
 * was seen is bare: its name is its id and it has no teachers. A bare record never replaces a full
 * one: whoever wrote it did not know the full one yet. Not thread-safe.
 */
final class ClassroomRegistry {

  /** Where students are whose class nobody knows; not a class. */
  static final String UNASSIGNED = "unassigned";

  private final TreeMap<String, Classroom> recorded = new TreeMap<>();
  private final TreeSet<String> onlySeen = new TreeSet<>();
  // what the topic must be told again, because a bare record came after the full one
  private final Map<String, Classroom> displaced = new HashMap<>();

  static Classroom bare(String classroomId) {
    return Classroom.of(classroomId, classroomId, List.of(), Optional.empty());
  }

  void apply(Classroom classroom) {
    String id = classroom.classroomId();
    Classroom known = recorded.get(id);
    boolean isBare = classroom.equals(bare(id));
    if (isBare && known != null && !known.equals(classroom)) {
      displaced.put(id, known);
      return;
    }
    displaced.remove(id);
    recorded.put(id, classroom);
    onlySeen.remove(id);
  }

  void seen(String classroomId) {
    if (!recorded.containsKey(classroomId) && !classroomId.equals(UNASSIGNED)) {
      onlySeen.add(classroomId);
    }
  }

  void forget(String classroomId) {
    recorded.remove(classroomId);
    displaced.remove(classroomId);
    onlySeen.remove(classroomId);
  }

  Optional<Classroom> byId(String classroomId) {
    return Optional.ofNullable(recorded.get(classroomId))
        .or(
            () ->
                onlySeen.contains(classroomId) ? Optional.of(bare(classroomId)) : Optional.empty());
  }

  List<String> teachersOf(String classroomId) {
    Classroom classroom = recorded.get(classroomId);
    return classroom == null ? List.of() : classroom.teacherIds();
  }

  Map<String, Classroom> recorded() {
    return recorded;
  }

  /** Every class, by id. */
  Set<String> ids() {
    TreeSet<String> ids = new TreeSet<>(recorded.keySet());
    ids.addAll(onlySeen);
    return ids;
  }

  /**
   * Records that the topic lacks: classes made by being seen, and full ones that were displaced.
   */
  Set<Classroom> unwritten() {
    Set<Classroom> unwritten = new LinkedHashSet<>();
    onlySeen.forEach(id -> unwritten.add(bare(id)));
    unwritten.addAll(displaced.values());
    return unwritten;
  }
}
