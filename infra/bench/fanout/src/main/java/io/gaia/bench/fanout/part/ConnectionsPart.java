package io.gaia.bench.fanout.part;

import io.gaia.bench.fanout.load.LoadResult;
import io.gaia.bench.fanout.server.Measured;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many sockets one node holds, what each takes, and how a message reaches them all. */
public final class ConnectionsPart {
  private static final double MESSAGES_PER_SECOND = 1;
  private static final double BYTES_PER_KIB = 1024;

  private ConnectionsPart() {}

  public static List<Section> measure(Workshop workshop) throws IOException, InterruptedException {
    Map<String, LoadResult> results = new LinkedHashMap<>();
    for (Measured subject : workshop.subjects()) {
      workshop.progress().say("  %,d sockets: %s".formatted(held(workshop), subject.name()));
      results.put(subject.name(), workshop.drive(subject, held(workshop), MESSAGES_PER_SECOND));
    }
    List<List<String>> rows = new ArrayList<>();
    results.forEach((name, result) -> rows.add(row(workshop, name, result)));
    return List.of(
        new Section(
            "Sockets held",
            ("%,d sockets of one node, all subscribed to one channel. Heap is what lives after a"
                    + " full collection, with the sockets less without; resident is what the kernel"
                    + " counts for the process, likewise. Then one message a second to all of them,"
                    + " milliseconds from when it was due to each frame.")
                .formatted(held(workshop)),
            new Table(
                List.of(
                    "",
                    "open and subscribed, s",
                    "heap a socket, KiB",
                    "resident a socket, KiB",
                    "p50",
                    "p99",
                    "max",
                    "missing"),
                rows),
            List.of(),
            results));
  }

  private static int held(Workshop workshop) {
    return workshop.plan().held();
  }

  private static List<String> row(Workshop workshop, String name, LoadResult result) {
    return List.of(
        name,
        Numbers.tenths(result.openSeconds()),
        kibibytes(workshop, result.after().liveBytes() - result.before().liveBytes()),
        kibibytes(workshop, result.after().residentBytes() - result.before().residentBytes()),
        Numbers.millis(result.p50()),
        Numbers.millis(result.p99()),
        Numbers.millis(result.max()),
        Numbers.whole(result.missing()));
  }

  private static String kibibytes(Workshop workshop, long bytes) {
    return Numbers.tenths(bytes / BYTES_PER_KIB / held(workshop));
  }
}
