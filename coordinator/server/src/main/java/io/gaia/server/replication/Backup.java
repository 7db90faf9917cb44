package io.gaia.server.replication;

import io.gaia.schemas.backup.BackupHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.util.MD5FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot that leaves the node, and comes back to an empty one.
 *
 * <p>What was logged after the backup was taken is undone by a restore, and yet sockets, Kafka's
 * readers and the tables have seen it. So a restored log begins far beyond it, at a term and an
 * index that the clock gives: nothing that comes is ever taken for something that was.
 */
public final class Backup {
  private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

  /** While a restore is under way; its log stands beside it, whole. */
  private static final String TAKEN = "restoring.gaia";

  /** More than were logged, or elected, since a backup that anybody restores. */
  private static final long MORE_ENTRIES = 1L << 32;

  private static final long MORE_TERMS = 1L << 20;

  private final BackupHead head;
  // it stays readable when newer snapshots push it out
  private final InputStream state;

  Backup(Path snapshot, long term, long index, String checksum) throws IOException {
    head = new BackupHead(term, index, checksum, Files.size(snapshot));
    state = Files.newInputStream(snapshot);
  }

  /** Up to which log entry it goes. */
  public long index() {
    return head.index();
  }

  /** Writes it whole. Once. */
  public void writeTo(OutputStream out) throws IOException {
    try (state) {
      out.write(head.bytes());
      state.transferTo(out);
    }
  }

  /** Whether that directory is of a node that is to begin with a backup. */
  static boolean isToBeRestored(Path dataDirectory) {
    return Files.exists(dataDirectory.resolve(BackupHead.TO_RESTORE))
        || Files.exists(dataDirectory.resolve(TAKEN));
  }

  /**
   * A data directory without a log, but with a backup to restore, gets that as its first snapshot.
   * Killed in the middle it is done by the next call.
   *
   * @param group names the log's folder
   * @throws IllegalArgumentException when the backup is not whole, or there is a log beside it
   */
  static void restore(Path dataDirectory, String group, Instant now) throws IOException {
    Path asked = dataDirectory.resolve(BackupHead.TO_RESTORE);
    Path taken = dataDirectory.resolve(TAKEN);
    Path log = dataDirectory.resolve(group);
    Path made = dataDirectory.resolve(group + ".restoring");
    if (Files.exists(asked)) {
      if (Files.exists(log)) {
        throw new IllegalArgumentException(
            asked + " is to be restored, but there is a log already: " + log);
      }
      try {
        makeLog(asked, made, now);
      } catch (IOException e) {
        throw new IllegalArgumentException(asked + " cannot be restored: " + e.getMessage(), e);
      }
      Files.move(asked, taken, StandardCopyOption.ATOMIC_MOVE);
      SnapshotFiles.sync(dataDirectory);
    }
    if (Files.exists(taken)) {
      if (Files.notExists(log)) {
        Files.move(made, log, StandardCopyOption.ATOMIC_MOVE);
        SnapshotFiles.sync(dataDirectory);
      }
      Files.delete(taken);
    }
  }

  private static void makeLog(Path backup, Path log, Instant now) throws IOException {
    Path snapshots = Files.createDirectories(log.resolve("sm"));
    Path current = Files.createDirectories(log.resolve("current"));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(backup))) {
      BackupHead head = BackupHead.read(in);
      long term = Math.max(head.term() + MORE_TERMS, now.getEpochSecond());
      long index = Math.max(head.index() + MORE_ENTRIES, now.toEpochMilli());
      SnapshotFiles.clear(snapshots);
      Path snapshot = snapshots.resolve("snapshot.%d_%d".formatted(term, index));
      DigestInputStream state = BackupHead.reading(in);
      head.requireWhole(state, Files.copy(state, snapshot));
      MD5FileUtil.saveMD5File(
          snapshot.toFile(), MD5Hash.newInstance(HexFormat.of().parseHex(head.checksum())));
      Path metadata = current.resolve("raft-meta");
      Files.writeString(metadata, "term=%d\nvotedFor=\n".formatted(term));
      SnapshotFiles.sync(snapshot);
      SnapshotFiles.sync(snapshots);
      SnapshotFiles.sync(metadata);
      SnapshotFiles.sync(current);
      SnapshotFiles.sync(log);
      LOG.info(
          "Restored from a backup: the state after its entry {}; this log begins after {}",
          head.index(),
          index);
    }
  }
}
