package io.gaia.server.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was written and not synced: a power cut takes it back, though whoever reads the file sees
 * it.
 */
final class PageCache {
  private PageCache() {}

  /** Brings to the disk all files below a directory, and their names; it need not be there. */
  static void flush(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all = files.filter(file -> Files.isRegularFile(file) || Files.isDirectory(file)).toList();
    }
    for (Path fileOrDirectory : all) {
      SnapshotFiles.sync(fileOrDirectory);
    }
  }
}
