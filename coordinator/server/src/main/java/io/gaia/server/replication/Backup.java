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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.util.FileUtils;
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

  /** Ends the name of a log's folder that is not whole yet. */
  private static final String MADE = ".restoring";

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
   * A data directory without a log, but with a backup to restore, gets that as its first snapshot,
   * of a group of its own. Killed in the middle it is done by the next call.
   *
   * @throws IllegalArgumentException when the backup is not whole, or there is a log beside it
   */
  static void restore(Path dataDirectory, Instant now) throws IOException {
    Path asked = dataDirectory.resolve(BackupHead.TO_RESTORE);
    Path taken = dataDirectory.resolve(TAKEN);
    if (Files.exists(asked)) {
      Optional<RaftGroupId> log = GroupIds.onDisk(dataDirectory);
      if (log.isPresent()) {
        throw new IllegalArgumentException(
            asked + " is to be restored, but there is a log already: " + log.get().getUuid());
      }
      for (Path half : made(dataDirectory)) {
        FileUtils.deleteFully(half);
      }
      try {
        makeLog(asked, dataDirectory, now);
      } catch (IOException e) {
        throw new IllegalArgumentException(asked + " cannot be restored: " + e.getMessage(), e);
      }
      Files.move(asked, taken, StandardCopyOption.ATOMIC_MOVE);
      SnapshotFiles.sync(dataDirectory);
    }
    if (Files.exists(taken)) {
      for (Path made : made(dataDirectory)) {
        String name = made.getFileName().toString();
        Path log = made.resolveSibling(name.substring(0, name.length() - MADE.length()));
        Files.move(made, log, StandardCopyOption.ATOMIC_MOVE);
        SnapshotFiles.sync(dataDirectory);
      }
      Files.delete(taken);
    }
  }

  private static List<Path> made(Path dataDirectory) throws IOException {
    try (Stream<Path> files = Files.list(dataDirectory)) {
      return files.filter(file -> file.getFileName().toString().endsWith(MADE)).toList();
    }
  }

  private static void makeLog(Path backup, Path dataDirectory, Instant now) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(backup))) {
      BackupHead head = BackupHead.read(in);
      long term = Math.max(head.term() + MORE_TERMS, now.getEpochSecond());
      long index = Math.max(head.index() + MORE_ENTRIES, now.toEpochMilli());
      Path log = dataDirectory.resolve(GroupIds.restored(term, index).getUuid() + MADE);
      Path snapshots = Files.createDirectories(log.resolve("sm"));
      Path current = Files.createDirectories(log.resolve("current"));
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
