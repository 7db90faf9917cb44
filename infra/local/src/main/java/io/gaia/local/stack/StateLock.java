package io.gaia.local.stack;

import io.gaia.local.layout.StateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One supervisor a state directory. The lock ends with its process, however that ends. */
final class StateLock implements AutoCloseable {

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws RunningException when another holds it
   */
  static StateLock take(StateDirectory state) throws IOException {
    Path file = state.lock();
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Optional<FileLock> lock = tryLock(channel);
    if (lock.isEmpty()) {
      channel.close();
      throw new RunningException(
          "Gaia already runs here" + teacherLink(state) + "\n  ./infra/down stops it");
    }
    return new StateLock(channel);
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  private static String teacherLink(StateDirectory state) {
    try {
      return ":\n  " + StackFile.read(state.stackFile()).demo().pageUrl();
    } catch (IOException e) {
      return ", and is not ready yet";
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
