package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.Plan;
import io.gaia.bench.coordination.load.LoadRequest;
import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What Gaia, ZooKeeper and etcd all do, by turns and on the same servers. */
public record ContestPart(List<Discipline> disciplines) implements Part {
  private static final List<Subject> CANDIDATES =
      List.of(Subject.GAIA, Subject.GAIA_SOCKET, Subject.ZOOKEEPER, Subject.ETCD);

  /** A subject, asked by so many clients. */
  private record Case(Subject subject, int clients) {}

  @Override
  public List<Section> measure(Workshop workshop) throws Exception {
    List<Section> sections = new ArrayList<>();
    try (Contest contest = Contest.start(workshop, CANDIDATES)) {
      for (Discipline discipline : disciplines) {
        sections.add(measure(workshop, contest, discipline));
      }
    }
    return sections;
  }

  private static Section measure(Workshop workshop, Contest contest, Discipline discipline)
      throws Exception {
    Plan plan = workshop.plan();
    Turns<Case> turns = new Turns<>();
    int most = Collections.max(plan.crews());
    for (Subject subject : contest.subjects()) {
      workshop.progress().say("  warming up: " + subject.title());
      workshop.measuring().warmUp(request(plan, discipline, contest.target(subject), most), plan);
    }
    for (int turn = 1; turn <= plan.turns(); turn++) {
      for (int clients : plan.crews()) {
        for (Subject subject : contest.subjects()) {
          workshop
              .progress()
              .say(
                  "  %s, turn %d of %d: %s, %d clients"
                      .formatted(discipline.title(), turn, plan.turns(), subject.title(), clients));
          turns.add(
              new Case(subject, clients),
              workshop
                  .measuring()
                  .drive(request(plan, discipline, contest.target(subject), clients)));
        }
      }
    }
    return section(plan, discipline, contest, turns);
  }

  private static LoadRequest request(Plan plan, Discipline discipline, Target target, int clients) {
    return new LoadRequest(
        discipline.kind(), target, clients, 1, 0, 0, 0, plan.warmUpSeconds(), plan.seconds());
  }

  private static Section section(
      Plan plan, Discipline discipline, Contest contest, Turns<Case> turns) {
    List<List<String>> rows = new ArrayList<>();
    for (int clients : plan.crews()) {
      for (Subject subject : contest.subjects()) {
        rows.add(row(discipline, new Case(subject, clients), turns));
      }
    }
    List<String> header =
        new ArrayList<>(
            List.of(discipline.title().toLowerCase(Locale.ROOT), "clients", discipline.rate()));
    header.add("to Gaia");
    header.addAll(discipline.latencies());
    header.add("cores, server / generator");
    return new Section(
        discipline.title(),
        "%s By turns, medians of %d; milliseconds, p50 / p99."
            .formatted(discipline.what(), plan.turns()),
        new Table(header, rows),
        discipline.notes(),
        turns.all());
  }

  private static List<String> row(Discipline discipline, Case here, Turns<Case> turns) {
    Case gaia = new Case(Subject.GAIA, here.clients());
    List<String> row = new ArrayList<>();
    row.add(here.subject().title());
    row.add(String.valueOf(here.clients()));
    row.add(Numbers.whole(turns.perSecond(here)));
    row.add(Numbers.ratio(turns.perSecond(here), turns.perSecond(gaia)));
    discipline.latencies().forEach(latency -> row.add(turns.percentiles(here, latency)));
    row.add(
        Numbers.tenths(turns.serverCores(here))
            + " / "
            + Numbers.tenths(turns.generatorCores(here)));
    return row;
  }
}
