package io.gaia.bench.quality.play;

import io.gaia.flink.detection.model.Observation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who is at work: how long in all, and whether a class is active, as the detection job tells. */
final class Presence {
  private static final long SLOT_MILLIS = 15 * 60_000;
  private static final double SLOTS_PER_CLASS_HOUR = 27 * 4.0;
  private static final long ACTIVE_MILLIS = 60_000;
  private static final long PRESENT_MILLIS = 15 * 60_000;

  private final Map<String, Map<String, Long>> lastSeenByClass = new HashMap<>();
  private final Set<String> slots = new HashSet<>();
  private final Set<String> unseenSlots = new HashSet<>();

  void take(Observation event, boolean unseen) {
    lastSeenByClass
        .computeIfAbsent(event.classroomId(), absent -> new HashMap<>())
        .put(event.studentId(), event.at());
    String slot = event.studentId() + '\u0000' + event.at() / SLOT_MILLIS;
    slots.add(slot);
    if (unseen) {
      unseenSlots.add(slot);
    }
  }

  /** At least a third of those seen in the last quarter of an hour did something in a minute. */
  boolean isActive(String classroomId, long at) {
    int present = 0;
    int active = 0;
    for (long seen : lastSeenByClass.getOrDefault(classroomId, Map.of()).values()) {
      present += seen > at - PRESENT_MILLIS ? 1 : 0;
      active += seen > at - ACTIVE_MILLIS ? 1 : 0;
    }
    return active > 0 && active * 3 >= present;
  }

  /** 27 students at work for an hour, in quarters of an hour in which one did something. */
  double classHours() {
    return slots.size() / SLOTS_PER_CLASS_HOUR;
  }

  /** The same, of students that nothing was fitted on. */
  double unseenClassHours() {
    return unseenSlots.size() / SLOTS_PER_CLASS_HOUR;
  }
}
