package io.gaia.bench.coordination;

import io.gaia.bench.coordination.subject.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which parts and which peers are measured. Naming no part means all of them, naming no peer
 * likewise; Gaia is always there to be compared with.
 */
record Choice(Set<PartName> parts, Set<Subject> subjects) {

  /**
   * @throws IllegalArgumentException for a name that is none; says which there are
   */
  static Choice of(List<String> only, List<String> skip, int nodes) {
    requireKnown(only);
    requireKnown(skip);
    Set<PartName> parts = EnumSet.noneOf(PartName.class);
    Set<Subject> peers = EnumSet.noneOf(Subject.class);
    addNamed(only, parts, peers);
    if (parts.isEmpty()) {
      parts.addAll(EnumSet.allOf(PartName.class));
      parts.removeIf(part -> nodes > 1 && part.isOfOneNode());
    }
    if (peers.isEmpty()) {
      peers.addAll(EnumSet.complementOf(EnumSet.of(Subject.GAIA)));
    }
    parts.removeIf(part -> skip.contains(part.word()));
    peers.removeIf(peer -> skip.contains(peer.word()));
    peers.add(Subject.GAIA);
    return new Choice(parts, peers);
  }

  private static void addNamed(List<String> only, Set<PartName> parts, Set<Subject> peers) {
    Arrays.stream(PartName.values()).filter(part -> only.contains(part.word())).forEach(parts::add);
    Arrays.stream(Subject.values())
        .filter(subject -> only.contains(subject.word()))
        .forEach(peers::add);
  }

  private static void requireKnown(List<String> names) {
    List<String> known = new ArrayList<>();
    Arrays.stream(PartName.values()).map(PartName::word).forEach(known::add);
    Arrays.stream(Subject.values()).map(Subject::word).forEach(known::add);
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "--only and --skip take %s, not %s".formatted(String.join(", ", known), name));
      }
    }
  }
}
