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
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/**
 * Snapshots on the disk, each beside its checksum. A snapshot counts when its bytes, its checksum
 * and their directory entries have been synced; only then may the log be purged to it.
 */
final class SnapshotFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  private final SimpleStateMachineStorage storage;
  private final SnapshotRetentionPolicy retention;

  /**
   * @param retained how many snapshots are kept, at least 1
   */
  SnapshotFiles(SimpleStateMachineStorage storage, int retained) {
    this.storage = storage;
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
   * @throws IOException when the file cannot be read or is not what was written; the log before it
   *     is gone, so the node must not start with less
   */
  void read(SingleFileSnapshotInfo snapshot, Replica replica) throws IOException {
    Path path = snapshot.getFile().getPath();
    MD5Hash expected = MD5FileUtil.readStoredMd5ForFile(path.toFile());
    if (expected == null) {
      throw new IOException(path + " has no checksum beside it");
    }
    MD5FileUtil.verifySavedMD5(path.toFile(), MD5FileUtil.computeMd5ForFile(path.toFile()));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
      replica.restore(in);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
