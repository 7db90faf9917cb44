package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.Plan;
import io.gaia.bench.coordination.load.LoadRequest;
import io.gaia.bench.coordination.load.LoadResult.Latency;
import io.gaia.bench.coordination.load.WorkloadKind;
import io.gaia.bench.coordination.server.CoordinatorServer;
import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Coordinators with few and many waiting tasks, over HTTP, by turns; then a snapshot of many. */
public final class WaitingPart implements Part {
  private static final int FILLING_CLIENTS = 4;

  /** A coordinator with so many tasks, asked by so many clients. */
  private record Case(int waiting, int clients) {}

  @Override
  public List<Section> measure(Workshop workshop) throws Exception {
    Map<Integer, CoordinatorServer> coordinators = new LinkedHashMap<>();
    try {
      for (int waiting : workshop.plan().waiting()) {
        coordinators.put(waiting, filled(workshop, waiting));
      }
      Section claims = claims(workshop, coordinators);
      int most = workshop.plan().waiting().get(workshop.plan().waiting().size() - 1);
      return List.of(claims, SnapshotMeasurement.of(workshop, coordinators.get(most), most));
    } finally {
      coordinators.values().forEach(CoordinatorServer::close);
    }
  }

  private static CoordinatorServer filled(Workshop workshop, int waiting) throws Exception {
    CoordinatorServer coordinator =
        CoordinatorServer.start(
            workshop.servers(), workshop.checkout(), "coordinator-with-" + waiting);
    workshop.describe().accept("Gaia's settings", coordinator.description());
    long began = System.nanoTime();
    workshop
        .measuring()
        .drive(
            new LoadRequest(
                WorkloadKind.FILL,
                coordinator.target(Subject.GAIA),
                FILLING_CLIENTS,
                1,
                waiting,
                0,
                0,
                0,
                0));
    workshop
        .progress()
        .done("  %,d tasks".formatted(waiting), "wait", (System.nanoTime() - began) / 1_000_000);
    return coordinator;
  }

  private static Section claims(Workshop workshop, Map<Integer, CoordinatorServer> coordinators)
      throws Exception {
    Plan plan = workshop.plan();
    Turns<Case> turns = new Turns<>();
    for (CoordinatorServer coordinator : coordinators.values()) {
      workshop
          .measuring()
          .warmUp(request(plan, coordinator.target(Subject.GAIA), plan.clients()), plan);
    }
    for (int turn = 1; turn <= plan.turns(); turn++) {
      for (int clients : List.of(1, plan.clients())) {
        for (Map.Entry<Integer, CoordinatorServer> one : coordinators.entrySet()) {
          workshop
              .progress()
              .say(
                  "  turn %d of %d: %,d waiting, %d clients"
                      .formatted(turn, plan.turns(), one.getKey(), clients));
          Target target = one.getValue().target(Subject.GAIA);
          turns.add(
              new Case(one.getKey(), clients),
              workshop.measuring().drive(request(plan, target, clients)));
        }
      }
    }
    return section(plan, turns);
  }

  /** Each client also enqueues what it takes, so that the number of waiting tasks stays. */
  private static LoadRequest request(Plan plan, Target target, int clients) {
    return new LoadRequest(
        WorkloadKind.TASKS, target, clients, 1, 0, 0, 0, plan.warmUpSeconds(), plan.seconds());
  }

  private static Section section(Plan plan, Turns<Case> turns) {
    List<List<String>> rows = new ArrayList<>();
    for (int clients : List.of(1, plan.clients())) {
      Case smallest = new Case(plan.waiting().get(0), clients);
      for (int waiting : plan.waiting()) {
        Case here = new Case(waiting, clients);
        rows.add(
            List.of(
                "%,d".formatted(waiting),
                String.valueOf(clients),
                turns.percentiles(here, "claim"),
                Numbers.ratio(
                    turns.latency(here, "claim", Latency::p50),
                    turns.latency(smallest, "claim", Latency::p50)),
                turns.percentiles(here, "complete"),
                Numbers.whole(turns.perSecond(here)),
                Numbers.tenths(turns.serverCores(here)),
                Numbers.tenths(turns.generatorCores(here))));
      }
    }
    return new Section(
        "Claims over HTTP with many tasks waiting",
        "One coordinator for each number of waiting tasks; each client enqueues, claims and"
            + " completes one task after the other, as fast as it is answered. Milliseconds, p50"
            + " / p99.",
        new Table(
            List.of(
                "tasks waiting",
                "clients",
                "claim",
                "ratio of p50",
                "complete",
                "tasks/s",
                "cores, server",
                "cores, generator"),
            rows),
        List.of(),
        turns.all());
  }
}
