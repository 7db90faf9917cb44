package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.Plan;
import io.gaia.bench.coordination.load.LoadRequest;
import io.gaia.bench.coordination.load.LoadResult;
import io.gaia.bench.coordination.load.LoadResult.Latency;
import io.gaia.bench.coordination.load.WorkloadKind;
import io.gaia.bench.coordination.server.MeasuredServer;
import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Latencies at a fixed offered load, with few and many sessions. */
public final class SessionsPart implements Part {
  private static final int WORKING = 100;
  private static final int STEPS = 5;
  private static final int HEARTBEAT_SECONDS = 10;
  private static final List<String> OPERATIONS =
      List.of("heartbeat", "enqueue", "claim", "complete", "lock acquire + release");

  private static final List<Subject> DOORS = List.of(Subject.GAIA, Subject.GAIA_SOCKET);

  /** What so many sessions ask for, with so many tasks a second worked off. */
  private record Offer(int sessions, double cyclesPerSecond, Subject door) {}

  @Override
  public List<Section> measure(Workshop workshop) throws Exception {
    Plan plan = workshop.plan();
    Map<Offer, LoadResult> results = new LinkedHashMap<>();
    for (int sessions : plan.sessions()) {
      workshop.progress().say("  %,d sessions".formatted(sessions));
      try (MeasuredServer coordinator = workshop.gaia().start()) {
        workshop.describe().accept("Gaia's settings", coordinator.description());
        workshop.measuring().warmUp(tasks(plan, coordinator), plan);
        for (double cycles : plan.cyclesPerSecond()) {
          for (Subject door : DOORS) {
            if (workshop.chosen().contains(door)) {
              Offer offer = new Offer(sessions, cycles, door);
              results.put(offer, workshop.measuring().drive(request(plan, coordinator, offer)));
            }
          }
        }
      }
    }
    return List.of(section(plan, results));
  }

  private static LoadRequest request(Plan plan, MeasuredServer coordinator, Offer offer) {
    return new LoadRequest(
        WorkloadKind.SESSIONS,
        coordinator.target(offer.door()),
        WORKING,
        1,
        0,
        offer.sessions(),
        offer.cyclesPerSecond(),
        plan.sessionWarmUpSeconds(),
        plan.sessionSeconds());
  }

  /** Before sessions come, as many tasks as can be: what is compiled by then is compiled sooner. */
  private static LoadRequest tasks(Plan plan, MeasuredServer coordinator) {
    return new LoadRequest(
        WorkloadKind.TASKS,
        coordinator.target(Subject.GAIA),
        Collections.max(plan.crews()),
        1,
        plan.backlog(),
        0,
        0,
        plan.warmUpSeconds(),
        plan.seconds());
  }

  private static Section section(Plan plan, Map<Offer, LoadResult> results) {
    List<List<String>> rows = new ArrayList<>();
    results.forEach(
        (offer, result) -> {
          List<String> row = new ArrayList<>();
          row.add(offer.door().title());
          row.add("%,d".formatted(offer.sessions()));
          row.add(Numbers.whole(offer.cyclesPerSecond()));
          row.add(
              Numbers.whole(
                  (double) offer.sessions() / HEARTBEAT_SECONDS + offer.cyclesPerSecond() * STEPS));
          OPERATIONS.forEach(operation -> row.add(percentiles(result, operation)));
          row.add(String.valueOf(result.refused()));
          row.add(Numbers.tenths(result.serverCores()));
          row.add(Numbers.tenths(result.generatorCores()));
          rows.add(row);
        });
    List<String> columns =
        new ArrayList<>(List.of("by", "sessions", "tasks/s", "offered requests/s"));
    columns.addAll(OPERATIONS);
    columns.addAll(List.of("refused", "cores, server", "cores, generator"));
    return new Section(
        "Latency at a fixed load",
        ("Each session sends a heartbeat every %d s; up to %d of them work: so many tasks a second"
             + " enqueue, claim, complete, take and release a lock. Arrivals do not wait for"
             + " answers: heartbeat and enqueue count from the time they were due, the later steps"
             + " from the answer before. At most 228 connections, kept alive, or four sockets to"
             + " each node. Milliseconds, p50 / p99.")
            .formatted(HEARTBEAT_SECONDS, WORKING),
        new Table(columns, rows),
        List.of(),
        results);
  }

  private static String percentiles(LoadResult result, String operation) {
    Latency latency = result.operations().get(operation);
    return latency == null
        ? "-"
        : Numbers.millis(latency.p50()) + " / " + Numbers.millis(latency.p99());
  }
}
