package io.gaia.client.command;

import io.gaia.client.http.JsonHttp;
import io.gaia.client.http.UnreachableException;
import io.gaia.schemas.backup.BackupHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.stream.Stream;

/** A coordinator's state in a file. */
final class BackupFile {
  private BackupFile() {}

  /**
   * Fetches one. The file gets its name when it is whole, checked, and on the disk.
   *
   * @return up to which log entry it goes
   */
  static long fetch(JsonHttp coordinator, String path, Path file) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      coordinator.download(path, part);
      BackupHead head = check(part);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return head.index();
    } catch (IOException e) {
      throw new UnreachableException("no backup in " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Has a coordinator that was never started begin with it.
   *
   * @return as {@link #fetch}
   */
  static long place(Path file, Path dataDirectory) {
    try {
      BackupHead head = check(file);
      Files.createDirectories(dataDirectory);
      try (Stream<Path> there = Files.list(dataDirectory)) {
        if (there.findAny().isPresent()) {
          throw new CommandFailure(
              ExitCode.FAILED, "--data-dir takes an empty directory, not " + dataDirectory);
        }
      }
      Path draft = dataDirectory.resolve(BackupHead.TO_RESTORE + ".draft");
      Files.copy(file, draft);
      Files.move(
          draft, dataDirectory.resolve(BackupHead.TO_RESTORE), StandardCopyOption.ATOMIC_MOVE);
      return head.index();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static BackupHead check(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      BackupHead head = BackupHead.read(in);
      DigestInputStream state = BackupHead.reading(in);
      head.requireWhole(state, state.transferTo(OutputStream.nullOutputStream()));
      return head;
    }
  }
}
