package io.gaia.bench.fanout.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a JVM takes.
 *
 * @param liveBytes of its heap after a full collection
 * @param residentBytes of the process, as the kernel counts it
 */
public record ServerMemory(long liveBytes, long residentBytes) {
  private static final String RESIDENT = "VmRSS:";
  private static final String TOTAL = "Total";
  private static final int BYTES_PER_KIB = 1024;

  /** Makes it collect its garbage, and looks. */
  static ServerMemory of(long pid) throws IOException, InterruptedException {
    long live = lastNumber(histogram(pid));
    long resident =
        Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith(RESIDENT))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB)
            .sum();
    return new ServerMemory(live, resident);
  }

  /** The line with the sums: instances, then bytes. */
  private static String histogram(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd " + pid + " says: " + lines);
    }
    return lines.stream()
        .filter(line -> line.startsWith(TOTAL))
        .findFirst()
        .orElseThrow(() -> new IOException("no sum in what jcmd " + pid + " says"));
  }

  private static long lastNumber(String line) {
    String[] words = line.strip().split("\\s+");
    return Long.parseLong(words[words.length - 1]);
  }
}
