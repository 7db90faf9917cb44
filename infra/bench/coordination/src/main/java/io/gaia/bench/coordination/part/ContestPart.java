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
import java.util.Locale;

/**
 * What Gaia, ZooKeeper and etcd all do, each client on its own and again as soon as it is answered.
 *
 * @param rate what is counted
 * @param latencies what is timed, a column each
 */
public record ContestPart(
    WorkloadKind kind,
    String title,
    String what,
    String rate,
    List<String> latencies,
    List<String> notes)
    implements Part {
  private static final List<Subject> CANDIDATES =
      List.of(Subject.GAIA, Subject.ZOOKEEPER, Subject.ETCD);

  public static ContestPart locks() {
    return new ContestPart(
        WorkloadKind.LOCKS,
        "Locks",
        "Each client takes and releases a lock of its own, as fast as it is answered.",
        "acquire + release, 1/s",
        List.of("acquire", "release"),
        List.of(
            "Gaia: ttl, lease of the owner, fair queue, a fence with every lock; two log entries,"
                + " two HTTP requests.",
            "Curator's InterProcessMutex: ephemeral sequential nodes, fair queue, lives as long as"
                + " the connection's session, no fence; two log entries, one more read.",
            "etcd's lock: lives as long as its lease, fair queue, its revision serves as a fence;"
                + " two log entries; all clients share one HTTP/2 connection."));
  }

  public static ContestPart smallWrites() {
    return new ContestPart(
        WorkloadKind.WRITES,
        "Small writes",
        "Each client writes 200 B, again as soon as it is answered.",
        "1/s",
        List.of("write"),
        List.of(
            "Gaia: a task is put in; JSON over HTTP/1.1 with a checked JWT.",
            "ZooKeeper: setData on a node of the client's own. etcd: put to a key of the client's"
                + " own; all clients share one HTTP/2 connection."));
  }

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

  private LoadRequest request(Plan plan, Target target, int clients) {
    return new LoadRequest(kind, target, clients, 1, 0, 0, 0, plan.warmUpSeconds(), plan.seconds());
  }

  private Section section(Plan plan, Contest contest, Turns<Case> turns) {
    List<List<String>> rows = new ArrayList<>();
    for (int clients : plan.crews()) {
      for (Subject subject : contest.subjects()) {
        rows.add(row(new Case(subject, clients), turns));
      }
    }
    List<String> header = new ArrayList<>(List.of(title.toLowerCase(Locale.ROOT), "clients", rate));
    header.add("to Gaia");
    header.addAll(latencies);
    header.add("cores, server / generator");
    return new Section(
        title,
        "%s By turns, medians of %d; milliseconds, p50 / p99.".formatted(what, plan.turns()),
        new Table(header, rows),
        notes,
        turns.all());
  }

  private List<String> row(Case here, Turns<Case> turns) {
    Case gaia = new Case(Subject.GAIA, here.clients());
    List<String> row = new ArrayList<>();
    row.add(here.subject().title());
    row.add(String.valueOf(here.clients()));
    row.add(Numbers.whole(turns.perSecond(here)));
    row.add(Numbers.ratio(turns.perSecond(here), turns.perSecond(gaia)));
    latencies.forEach(latency -> row.add(turns.percentiles(here, latency)));
    row.add(
        Numbers.tenths(turns.serverCores(here))
            + " / "
            + Numbers.tenths(turns.generatorCores(here)));
    return row;
  }
}
