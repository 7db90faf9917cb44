package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.Plan;
import io.gaia.bench.coordination.core.CoreRequest;
import io.gaia.bench.coordination.core.CoreResult;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import java.util.ArrayList;
import java.util.List;

/** The state machine alone: what a claim costs, what a task weighs. */
public final class CorePart implements Part {
  @Override
  public List<Section> measure(Workshop workshop) throws Exception {
    Plan plan = workshop.plan();
    List<CoreResult> results = new ArrayList<>();
    for (int waiting : plan.waiting()) {
      results.add(
          workshop
              .measuring()
              .measure(
                  new CoreRequest(
                      waiting, plan.warmUpSeconds() * 2, plan.turns() + 1, plan.seconds() / 2)));
    }
    List<List<String>> rows = new ArrayList<>();
    CoreResult smallest = results.get(0);
    for (CoreResult result : results) {
      double claim = Numbers.median(result.claimNanos());
      double enqueue = Numbers.median(result.enqueueNanos());
      rows.add(
          List.of(
              Numbers.whole(result.waiting()),
              Numbers.whole(result.held()),
              Numbers.whole(claim),
              Numbers.ratio(claim, Numbers.median(smallest.claimNanos())),
              Numbers.whole(enqueue),
              Numbers.ratio(enqueue, Numbers.median(smallest.enqueueNanos())),
              Numbers.whole(result.heapBytesPerTask()),
              Numbers.whole(result.restoreMillis())));
    }
    return List.of(
        new Section(
            "The state machine alone",
            "In process, without HTTP, log or disk: `Coordination.apply` with entries of 64"
                + " commands, tasks of ten priorities, 200 B of payload.",
            new Table(
                List.of(
                    "tasks waiting",
                    "tasks held",
                    "claim + complete, ns",
                    "ratio",
                    "enqueue, ns",
                    "ratio",
                    "heap a task, bytes",
                    "restore, ms"),
                rows),
            List.of(
                "Each size has a process of its own, whose code was compiled with few tasks."
                    + " Beside those that wait, the state holds the tasks that finished last.",
                "Heap of a waiting task whose change PostgreSQL has, its payload of 200 B included."
                    + " Restored is the state from an image in memory."),
            results));
  }
}
