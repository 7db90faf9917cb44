package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.Plan;
import io.gaia.bench.coordination.core.CoreRequest;
import io.gaia.bench.coordination.core.CoreResult;
import io.gaia.bench.coordination.report.Numbers;
import io.gaia.bench.coordination.report.Section;
import io.gaia.bench.coordination.report.Table;
import java.util.ArrayList;
import java.util.List;

/** The state machine alone: what a claim costs, what a task weighs. */
public final class CorePart implements Part {
  @Override
  public List<Section> measure(Workshop workshop) throws Exception {
    Plan plan = workshop.plan();
    CoreResult result =
        workshop
            .measuring()
            .measure(new CoreRequest(plan.waiting(), plan.turns() + 1, plan.seconds() / 2));
    List<List<String>> rows = new ArrayList<>();
    CoreResult.Size smallest = result.sizes().get(0);
    for (CoreResult.Size size : result.sizes()) {
      double claim = Numbers.median(size.claimNanos());
      double enqueue = Numbers.median(size.enqueueNanos());
      rows.add(
          List.of(
              Numbers.whole(size.waiting()),
              Numbers.whole(claim),
              Numbers.ratio(claim, Numbers.median(smallest.claimNanos())),
              Numbers.whole(enqueue),
              Numbers.ratio(enqueue, Numbers.median(smallest.enqueueNanos()))));
    }
    return List.of(
        new Section(
            "The state machine alone",
            "In process, without HTTP, log or disk: `Coordination.apply` with entries of 64"
                + " commands, tasks of ten priorities, 200 B of payload.",
            new Table(
                List.of("tasks waiting", "claim + complete, ns", "ratio", "enqueue, ns", "ratio"),
                rows),
            List.of(
                "A waiting task takes %s bytes of heap (its payload of 200 B included)."
                    .formatted(Numbers.whole(result.heapBytesPerTask())),
                "Restoring the state from an image in memory, at the largest size: %s ms."
                    .formatted(Numbers.whole(result.restoreMillis()))),
            result));
  }
}
