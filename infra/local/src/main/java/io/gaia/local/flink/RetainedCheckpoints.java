package io.gaia.local.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints that Flink left on the local disk: {@code JOB/chk-NUMBER/_metadata}. */
record RetainedCheckpoints(Path directory) {

  private static final String PREFIX = "chk-";

  /** The newest complete checkpoint of a job. */
  Optional<Path> latest(String jobId) throws IOException {
    Path ofJob = directory.resolve(jobId);
    if (!Files.isDirectory(ofJob)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(ofJob)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
          // written last
          .filter(entry -> Files.exists(entry.resolve("_metadata")))
          .max(Comparator.comparingLong(RetainedCheckpoints::number));
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }
}
