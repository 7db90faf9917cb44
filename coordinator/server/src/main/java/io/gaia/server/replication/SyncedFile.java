package io.gaia.server.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A small file that is there as a whole or not at all, also after a power cut. */
final class SyncedFile {
  private SyncedFile() {}

  /** Returns when it is durable. Its directory is made when missing. */
  static void write(Path file, CharSequence text) throws IOException {
    Path directory = Files.createDirectories(file.getParent());
    Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".draft"), text);
    // a name can outlive the bytes that nobody synced
    SnapshotFiles.sync(draft);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    SnapshotFiles.sync(directory);
  }
}
