package io.gaia.server.classroom;

import io.gaia.schemas.event.Intervention;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What teachers did lately; the same id twice is the same help. Not thread-safe. */
final class RecentInterventions {

  private final int maxKept;
  private final LinkedHashMap<String, Intervention> byId = new LinkedHashMap<>();

  RecentInterventions(int maxKept) {
    this.maxKept = maxKept;
  }

  void apply(Intervention intervention) {
    byId.put(intervention.id(), intervention);
    if (byId.size() > maxKept) {
      byId.remove(byId.keySet().iterator().next());
    }
  }

  Optional<Intervention> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<Intervention> matching(Predicate<Intervention> wanted) {
    return byId.values().stream().filter(wanted).toList();
  }

  void forgetStudent(String studentId) {
    byId.values().removeIf(intervention -> intervention.studentId().equals(studentId));
  }

  void prune(Instant oldest) {
    byId.values().removeIf(intervention -> intervention.at().isBefore(oldest));
  }
}
