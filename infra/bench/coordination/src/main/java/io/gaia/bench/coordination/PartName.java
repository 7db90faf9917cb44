package io.gaia.bench.coordination;

import io.gaia.bench.coordination.part.CorePart;
import io.gaia.bench.coordination.part.LocksPart;
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
  LOCKS;

  Part part() {
    return switch (this) {
      case CORE -> new CorePart();
      case WAITING -> new WaitingPart();
      case SESSIONS -> new SessionsPart();
      case QUEUES -> new QueuesPart();
      case LOCKS -> new LocksPart();
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
