package io.gaia.bench.coordination;

import io.gaia.bench.coordination.part.ContestPart;
import io.gaia.bench.coordination.part.CorePart;
import io.gaia.bench.coordination.part.Discipline;
import io.gaia.bench.coordination.part.Part;
import io.gaia.bench.coordination.part.QueuesPart;
import io.gaia.bench.coordination.part.SessionsPart;
import io.gaia.bench.coordination.part.WaitingPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The parts by their names, in the order in which they are measured. Sessions come last: what
 * several nodes, which serve all parts, take at a fixed rate is told when they are as warm as can
 * be.
 */
enum PartName {
  CORE,
  WAITING,
  QUEUES,
  LOCKS,
  WRITES,
  SESSIONS;

  /**
   * What measures those parts, in order; locks and small writes are measured on the same servers.
   */
  static List<Part> measuring(Set<PartName> chosen) {
    List<Part> parts = new ArrayList<>();
    List<Discipline> disciplines = new ArrayList<>();
    for (PartName name : chosen) {
      switch (name) {
        case CORE -> parts.add(new CorePart());
        case WAITING -> parts.add(new WaitingPart());
        case QUEUES -> parts.add(new QueuesPart());
        case LOCKS -> disciplines.add(Discipline.locks());
        case WRITES -> disciplines.add(Discipline.smallWrites());
        case SESSIONS -> {}
      }
    }
    if (!disciplines.isEmpty()) {
      parts.add(new ContestPart(disciplines));
    }
    if (chosen.contains(SESSIONS)) {
      parts.add(new SessionsPart());
    }
    return parts;
  }

  /** Of one coordinator, or of the state machine in it: more nodes change nothing. */
  boolean isOfOneNode() {
    return this == CORE || this == WAITING;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
