package io.gaia.server.replication;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots on the disk, each beside its checksum. A snapshot counts when its bytes, its checksum
 * and their directory entries have been synced; only then may the log be purged to it.
 */
final class SnapshotFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);
  private static final int BUFFER_BYTES = 1 << 16;

  private final SimpleStateMachineStorage storage;
  private final SnapshotRetentionPolicy retention;
  private final int retained;

  /**
   * @param retained how many snapshots are kept, at least 1
   */
  SnapshotFiles(SimpleStateMachineStorage storage, int retained) {
    this.storage = storage;
    this.retained = retained;
    this.retention =
        new SnapshotRetentionPolicy() {
          @Override
          public int getNumSnapshotsRetained() {
            return retained;
          }
        };
  }

  /** Writes a snapshot, and then removes those that are too old to keep. */
  void write(TermIndex at, Replica.Image image) throws IOException {
    File file = storage.getSnapshotFile(at.getTerm(), at.getIndex());
    Path temporary = file.toPath().resolveSibling(file.getName() + ".writing");
    MessageDigest digest = MD5FileUtil.newMD5();
    try (FileOutputStream raw = new FileOutputStream(temporary.toFile());
        OutputStream out =
            new BufferedOutputStream(new DigestOutputStream(raw, digest), BUFFER_BYTES)) {
      image.writeTo(out);
      out.flush();
      raw.getFD().sync();
    }
    MD5Hash checksum = MD5Hash.newInstance(digest.digest());
    // the checksum first: a snapshot that can be seen can be checked
    MD5FileUtil.saveMD5File(file, checksum);
    Files.move(temporary, file.toPath(), StandardCopyOption.ATOMIC_MOVE);
    sync(file.toPath().getParent());
    storage.updateLatestSnapshot(
        new SingleFileSnapshotInfo(new FileInfo(file.toPath(), checksum), at));
    // Ratis cleans up when it asks for a snapshot, which is before this one was durable
    storage.cleanupOldSnapshots(retention);
  }

  /**
   * Of the oldest snapshot that a start can fall back to: the log after it is needed. None while
   * there are fewer than are to be kept.
   */
  OptionalLong oldestIndex() throws IOException {
    List<Path> all = newestFirst(directory());
    return all.size() < retained
        ? OptionalLong.empty()
        : OptionalLong.of(at(all.get(retained - 1)).getIndex());
  }

  private Path directory() {
    return storage.getSnapshotFile(0, 0).toPath().getParent();
  }

  /**
   * Puts aside, loudly, what is newer than the newest snapshot that is whole. To be called before
   * the storage looks what there is.
   *
   * @param logStart the first entry that the log on the disk has; absent: it has none
   * @throws IOException when there are some, but none is whole, or the log does not reach back to
   *     the one that is
   */
  static void putSpoiledAside(Path directory, OptionalLong logStart) throws IOException {
    List<Path> spoiled = new ArrayList<>();
    long index = RaftLog.INVALID_LOG_INDEX;
    for (Path file : newestFirst(directory)) {
      if (isWhole(file)) {
        index = at(file).getIndex();
        break;
      }
      LOG.error("The snapshot {} is not what was written", file);
      spoiled.add(file);
    }
    if (spoiled.isEmpty()) {
      return;
    }
    if (logStart.isEmpty() || logStart.getAsLong() > index + 1) {
      throw new IOException(
          "%s is spoiled, and what came before it is not on this disk any more: replace this node by an empty one"
              .formatted(spoiled.get(0)));
    }
    for (Path file : spoiled) {
      Files.move(
          file,
          file.resolveSibling("spoiled-" + file.getFileName()),
          StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(checksumOf(file));
    }
    LOG.error(
        "Going on {}, and the log after it",
        index < 0 ? "from the beginning" : "from the snapshot at " + index);
  }

  private static Path checksumOf(Path file) {
    return file.resolveSibling(file.getFileName() + MD5FileUtil.MD5_SUFFIX);
  }

  private static boolean isWhole(Path file) throws IOException {
    MD5Hash expected = MD5FileUtil.readStoredMd5ForFile(file.toFile());
    return expected != null && expected.equals(MD5FileUtil.computeMd5ForFile(file.toFile()));
  }

  private static TermIndex at(Path file) {
    return SimpleStateMachineStorage.getTermIndexFromSnapshotFile(file.toFile());
  }

  private static List<Path> newestFirst(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(
              file ->
                  SimpleStateMachineStorage.SNAPSHOT_REGEX
                      .matcher(file.getFileName().toString())
                      .matches())
          .sorted(Comparator.comparing(SnapshotFiles::at).reversed())
          .toList();
    }
  }

  /** Its checksum was compared when it came to this disk, or at the start. */
  static void read(SingleFileSnapshotInfo snapshot, Replica replica) throws IOException {
    Path path = snapshot.getFile().getPath();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
      replica.restore(in, snapshot.getIndex());
    }
  }

  static void sync(Path fileOrDirectory) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
