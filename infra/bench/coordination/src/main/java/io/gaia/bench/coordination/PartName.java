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
  CORE(new CorePart()),
  WAITING(new WaitingPart()),
  SESSIONS(new SessionsPart()),
  QUEUES(new QueuesPart()),
  LOCKS(new LocksPart());

  private final Part part;

  PartName(Part part) {
    this.part = part;
  }

  Part part() {
    return part;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
