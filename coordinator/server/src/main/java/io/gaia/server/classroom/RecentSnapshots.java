package io.gaia.server.classroom;

import io.gaia.schemas.event.ClassroomSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The last minutes of each class and app. A minute that is told again replaces itself. */
final class RecentSnapshots {

  private final int minutesKept;
  private final Map<String, Map<String, TreeMap<Instant, ClassroomSnapshot>>> byClassAndApp =
      new HashMap<>();

  RecentSnapshots(int minutesKept) {
    this.minutesKept = minutesKept;
  }

  void apply(ClassroomSnapshot snapshot) {
    TreeMap<Instant, ClassroomSnapshot> minutes =
        byClassAndApp
            .computeIfAbsent(snapshot.classroomId(), id -> new TreeMap<>())
            .computeIfAbsent(snapshot.appName(), app -> new TreeMap<>());
    minutes.put(snapshot.windowStart(), snapshot);
    if (minutes.size() > minutesKept) {
      minutes.pollFirstEntry();
    }
  }

  void forget(String classroomId) {
    byClassAndApp.remove(classroomId);
  }

  /** Those that start in [from, to), by app and time. */
  List<ClassroomSnapshot> between(String classroomId, Instant from, Instant to) {
    return byClassAndApp.getOrDefault(classroomId, Map.of()).values().stream()
        .flatMap(minutes -> minutes.subMap(from, to).values().stream())
        .toList();
  }

  Optional<Instant> lastOf(String classroomId) {
    return byClassAndApp.getOrDefault(classroomId, Map.of()).values().stream()
        .map(minutes -> minutes.lastEntry().getValue().windowEnd())
        .max(Instant::compareTo);
  }

  Optional<Instant> oldestOf(String classroomId) {
    return byClassAndApp.getOrDefault(classroomId, Map.of()).values().stream()
        .map(TreeMap::firstKey)
        .max(Instant::compareTo);
  }

  void prune(Instant oldest) {
    byClassAndApp
        .values()
        .forEach(
            apps -> {
              apps.values().forEach(minutes -> minutes.headMap(oldest).clear());
              apps.values().removeIf(Map::isEmpty);
            });
    byClassAndApp.values().removeIf(Map::isEmpty);
  }
}
