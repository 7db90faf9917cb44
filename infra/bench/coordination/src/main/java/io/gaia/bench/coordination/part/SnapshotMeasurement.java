package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.server.CoordinatorServer;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a snapshot costs a coordinator with many tasks, and a start from it. */
final class SnapshotMeasurement {
  private static final Pattern WRITTEN =
      Pattern.compile("Snapshot at .* written in (\\d+) ms, applying paused (\\d+) us");
  private static final double MEBIBYTE = 1024.0 * 1024.0;

  private SnapshotMeasurement() {}

  /** For the JSON report. */
  record Measured(
      int tasks, double pauseMicros, double writeMillis, long bytes, double restartSeconds) {}

  static Section of(Workshop workshop, CoordinatorServer coordinator, int tasks) throws Exception {
    workshop.progress().say("  a snapshot of %,d tasks, and a start from it".formatted(tasks));
    coordinator.snapshot();
    Matcher last = lastWritten(coordinator.log());
    long bytes = Files.size(newestSnapshot(coordinator.dataDirectory()));
    double restartSeconds = coordinator.restart().toMillis() / 1000.0;
    Measured measured =
        new Measured(
            tasks,
            Double.parseDouble(last.group(2)),
            Double.parseDouble(last.group(1)),
            bytes,
            restartSeconds);
    return new Section(
        "A snapshot",
        "`POST /cluster/snapshot` while nothing else is asked; then the process is stopped and"
            + " started again, until it answers `GET /queue`.",
        new Table(
            List.of("tasks waiting", "pause, ms", "written in, ms", "size, MiB", "restart, s"),
            List.of(
                List.of(
                    "%,d".formatted(tasks),
                    Numbers.millis(measured.pauseMicros()),
                    Numbers.whole(measured.writeMillis()),
                    Numbers.tenths(measured.bytes() / MEBIBYTE),
                    Numbers.tenths(measured.restartSeconds())))),
        List.of(),
        measured);
  }

  private static Matcher lastWritten(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(WRITTEN::matcher)
          .filter(Matcher::find)
          .reduce((first, second) -> second)
          .orElseThrow(() -> new IOException(log + " tells of no snapshot"));
    }
  }

  private static Path newestSnapshot(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .orElseThrow(() -> new IOException(directory + " holds no snapshot"));
    }
  }
}
