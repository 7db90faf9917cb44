package io.gaia.bench.coordination;

import io.gaia.bench.coordination.part.ContestPart;
import io.gaia.bench.coordination.part.CorePart;
import io.gaia.bench.coordination.part.Part;
import io.gaia.bench.coordination.part.QueuesPart;
import io.gaia.bench.coordination.part.SessionsPart;
import io.gaia.bench.coordination.part.WaitingPart;
import java.util.Locale;

/** The parts by their names, in the order in which they are measured. */
enum PartName {
  CORE,
  WAITING,
  SESSIONS,
  QUEUES,
  LOCKS,
  WRITES;

  Part part() {
    return switch (this) {
      case CORE -> new CorePart();
      case WAITING -> new WaitingPart();
      case SESSIONS -> new SessionsPart();
      case QUEUES -> new QueuesPart();
      case LOCKS -> ContestPart.locks();
      case WRITES -> ContestPart.smallWrites();
    };
  }

  /** Of one coordinator, or of the state machine in it: more nodes change nothing. */
  boolean isOfOneNode() {
    return this == CORE || this == WAITING;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
