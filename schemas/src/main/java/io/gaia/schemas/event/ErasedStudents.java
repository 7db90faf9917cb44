package io.gaia.schemas.event;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Who was erased, without holding an id. Thread-safe. */
public final class ErasedStudents {

  private final Map<String, Erasure> byHash = new ConcurrentHashMap<>();
  // one, unless two nodes made the first erasure at once
  private final Set<String> salts = ConcurrentHashMap.newKeySet();

  public void apply(Erasure erasure) {
    byHash.put(erasure.studentHash(), erasure);
    salts.add(erasure.salt());
  }

  /** The erasure of that student, if there was one. */
  public Optional<Erasure> of(String studentId) {
    return salts.stream()
        .flatMap(salt -> Stream.ofNullable(byHash.get(Erasure.hash(salt, studentId))))
        .findFirst();
  }

  /** Whether what the student did at that time is not to be taken. */
  public boolean covers(String studentId, Instant at) {
    return !byHash.isEmpty() && of(studentId).filter(erasure -> erasure.covers(at)).isPresent();
  }

  /** What the next erasure is to be salted with; empty before the first one. */
  public Optional<String> salt() {
    return salts.stream().sorted().findFirst();
  }
}
