package io.gaia.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a run ran on: numbers without it say nothing. */
public final class Machine {
  private static final int SYNCS = 200;
  private static final int SYNCED_BYTES = 4096;

  private Machine() {}

  /**
   * What there is to say, by name.
   *
   * @param directory where the data of those who are measured lies
   */
  public static Map<String, String> facts(Path root, Path directory) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "machine",
        "%d cores (%s), %s memory, %s, Linux %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/cpuinfo"), "model name"),
                gibibytes(field(Path.of("/proc/meminfo"), "MemTotal")),
                field(Path.of("/etc/os-release"), "PRETTY_NAME").replace("\"", ""),
                System.getProperty("os.version")));
    facts.put("Java", Runtime.version().toString());
    facts.put(
        "disk",
        "%s, one write of 4 KiB and fsync takes %s ms (median of %d)"
            .formatted(
                Files.getFileStore(directory).type(),
                Numbers.millis(syncMicros(directory)),
                SYNCS));
    facts.put(
        "load average at the start",
        String.format(
            Locale.ROOT,
            "%.1f",
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    facts.put("Gaia", commit(root));
    return facts;
  }

  private static double syncMicros(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "sync", ".probe");
    List<Double> micros = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        ByteBuffer bytes = ByteBuffer.allocate(SYNCED_BYTES);
        long began = System.nanoTime();
        channel.write(bytes);
        channel.force(false);
        micros.add((System.nanoTime() - began) / (double) TimeUnit.MICROSECONDS.toNanos(1));
      }
    } finally {
      Files.delete(file);
    }
    return Numbers.median(micros);
  }

  private static String field(Path file, String name) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.split("[:=]", 2)[1].strip())
        .findFirst()
        .orElse("?");
  }

  private static String gibibytes(String kibibytes) {
    String digits = kibibytes.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? "?" : Math.round(Long.parseLong(digits) / 1024.0 / 1024.0) + " GiB";
  }

  private static String commit(Path root) throws IOException {
    String script = "git rev-parse --short HEAD && git status --porcelain --untracked-files=no";
    Process git =
        new ProcessBuilder("bash", "-c", script)
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines =
        new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty()) {
      return "commit unknown";
    }
    return "commit " + lines.get(0) + (lines.size() > 1 ? " with local changes" : "");
  }
}
