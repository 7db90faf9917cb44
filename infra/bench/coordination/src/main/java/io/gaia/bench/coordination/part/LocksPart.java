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

/** Locks taken and released by Gaia, by ZooKeeper and by etcd. */
public final class LocksPart implements Part {
  private static final List<Subject> CANDIDATES =
      List.of(Subject.GAIA, Subject.ZOOKEEPER, Subject.ETCD);

  /** A subject, asked by so many clients. */
  private record Case(Subject subject, int clients) {}

  @Override
  public List<Section> measure(Workshop workshop) throws Exception {
    Plan plan = workshop.plan();
    Turns<Case> turns = new Turns<>();
    try (Contest contest = Contest.start(workshop, CANDIDATES)) {
      for (Subject subject : contest.subjects()) {
        workshop.measuring().warmUp(request(plan, contest.target(subject), plan.clients()), plan);
      }
      for (int turn = 1; turn <= plan.turns(); turn++) {
        for (int clients : plan.crews()) {
          for (Subject subject : contest.subjects()) {
            workshop
                .progress()
                .say(
                    "  turn %d of %d: %s, %d clients"
                        .formatted(turn, plan.turns(), subject.title(), clients));
            turns.add(
                new Case(subject, clients),
                workshop.measuring().drive(request(plan, contest.target(subject), clients)));
          }
        }
      }
      return List.of(section(plan, contest, turns));
    }
  }

  private static LoadRequest request(Plan plan, Target target, int clients) {
    return new LoadRequest(
        WorkloadKind.LOCKS, target, clients, 1, 0, 0, 0, plan.warmUpSeconds(), plan.seconds());
  }

  private static Section section(Plan plan, Contest contest, Turns<Case> turns) {
    List<List<String>> rows = new ArrayList<>();
    for (int clients : plan.crews()) {
      for (Subject subject : contest.subjects()) {
        Case here = new Case(subject, clients);
        rows.add(
            List.of(
                subject.title(),
                String.valueOf(clients),
                Numbers.whole(turns.perSecond(here)),
                Numbers.ratio(
                    turns.perSecond(here), turns.perSecond(new Case(Subject.GAIA, clients))),
                turns.percentiles(here, "acquire"),
                turns.percentiles(here, "release"),
                Numbers.tenths(turns.serverCores(here))
                    + " / "
                    + Numbers.tenths(turns.generatorCores(here))));
      }
    }
    return new Section(
        "Locks",
        ("Each client takes and releases a lock of its own, as fast as it is answered. By turns,"
                + " medians of %d; milliseconds, p50 / p99.")
            .formatted(plan.turns()),
        new Table(
            List.of(
                "locks",
                "clients",
                "acquire + release, 1/s",
                "to Gaia",
                "acquire",
                "release",
                "cores, server / generator"),
            rows),
        List.of(
            "Gaia: ttl, lease of the owner, fair queue, a fence with every lock; two log entries,"
                + " two HTTP requests.",
            "Curator's InterProcessMutex: ephemeral sequential nodes, fair queue, lives as long as"
                + " the connection's session, no fence; two log entries, one more read.",
            "etcd's lock: lives as long as its lease, fair queue, its revision serves as a fence;"
                + " two log entries; all clients share one HTTP/2 connection."),
        turns.all());
  }
}
