package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.Plan;
import io.gaia.bench.coordination.load.LoadRequest;
import io.gaia.bench.coordination.load.WorkloadKind;
import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import java.util.ArrayList;
import java.util.List;

/** Tasks per second through Gaia and through other queues. */
public final class QueuesPart implements Part {
  private static final List<Subject> CANDIDATES =
      List.of(
          Subject.GAIA,
          Subject.GAIA_SOCKET,
          Subject.SKIP_LOCKED,
          Subject.DB_SCHEDULER,
          Subject.JOBRUNR,
          Subject.REDIS_STREAM);

  private static final List<String> WHAT_EACH_GIVES =
      List.of(
          "Gaia: priorities that age, retries, leases, fences, idempotency keys, dependencies,"
              + " affinity; each step is one HTTP request with a checked JWT.",
          "SKIP LOCKED: one hand-written table with priorities; no leases, retries or fences;"
              + " finished rows stay, as Gaia's do.",
          "db-scheduler: lock-and-fetch, polls every 50 ms and when workers run dry; retries and"
              + " heartbeats; rows are deleted; a batch is a batch of enqueues only.",
          "JobRunr (free edition): polls every 5 s and when workers run dry; retries, job history"
              + " as JSON, a dashboard; no priorities; a batch is a batch of enqueues only.",
          "Redis stream: consumer group, acknowledged and deleted; no priorities, delays or fences;"
              + " a batch goes through one pipeline.");

  @Override
  public List<Section> measure(Workshop workshop) throws Exception {
    Plan plan = workshop.plan();
    Turns<Subject> singly = new Turns<>();
    Turns<Subject> batched = new Turns<>();
    try (Contest contest = Contest.start(workshop, candidates(plan))) {
      for (Subject subject : contest.subjects()) {
        workshop.measuring().warmUp(request(plan, contest.target(subject), 1), plan);
      }
      for (int turn = 1; turn <= plan.turns(); turn++) {
        for (Subject subject : contest.subjects()) {
          workshop
              .progress()
              .say("  turn %d of %d: %s".formatted(turn, plan.turns(), subject.title()));
          Target target = contest.target(subject);
          singly.add(subject, workshop.measuring().drive(request(plan, target, 1)));
          batched.add(subject, workshop.measuring().drive(request(plan, target, plan.batch())));
        }
      }
      return List.of(section(plan, contest, singly, batched));
    }
  }

  /** The others have one database, however many ask it. */
  private static List<Subject> candidates(Plan plan) {
    return plan.nodes() == 1 ? CANDIDATES : List.of(Subject.GAIA, Subject.GAIA_SOCKET);
  }

  private static LoadRequest request(Plan plan, Target target, int batch) {
    return new LoadRequest(
        WorkloadKind.TASKS,
        target,
        plan.clients(),
        batch,
        plan.backlog(),
        0,
        0,
        plan.warmUpSeconds(),
        plan.seconds());
  }

  private static Section section(
      Plan plan, Contest contest, Turns<Subject> singly, Turns<Subject> batched) {
    List<List<String>> rows = new ArrayList<>();
    for (Subject subject : contest.subjects()) {
      rows.add(
          List.of(
              subject.title(),
              Numbers.whole(singly.perSecond(subject)),
              Numbers.ratio(singly.perSecond(subject), singly.perSecond(Subject.GAIA)),
              singly.percentiles(subject, "enqueue"),
              singly.percentiles(subject, "claim"),
              singly.percentiles(subject, "complete"),
              Numbers.tenths(singly.serverCores(subject))
                  + " / "
                  + Numbers.tenths(singly.generatorCores(subject)),
              Numbers.whole(batched.perSecond(subject)),
              Numbers.ratio(batched.perSecond(subject), batched.perSecond(Subject.GAIA))));
    }
    return new Section(
        "Tasks through a queue",
        ("Enqueue, claim, complete of tasks that do nothing, 200 B of payload, %d clients that go"
                + " on as soon as they are answered, %,d tasks waiting throughout; singly and in"
                + " batches of %d. Frameworks that call workers of their own get as many workers as"
                + " clients. By turns, medians of %d; milliseconds, p50 / p99.")
            .formatted(plan.clients(), plan.backlog(), plan.batch(), plan.turns()),
        new Table(
            List.of(
                "queue",
                "tasks/s",
                "to Gaia",
                "enqueue",
                "claim",
                "complete",
                "cores, server / generator",
                "tasks/s in batches",
                "to Gaia"),
            rows),
        plan.nodes() == 1 ? WHAT_EACH_GIVES : WHAT_EACH_GIVES.subList(0, 1),
        List.of(singly.all(), batched.all()));
  }
}
