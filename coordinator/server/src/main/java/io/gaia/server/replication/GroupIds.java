package io.gaia.server.replication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.util.FileUtils;

/**
 * What Raft groups are called. A node of another group is not listened to, so a group that was
 * restored is called otherwise than the one that it comes from: disks of before have no part in it.
 * The folder of a node's log bears the name, and so keeps it.
 */
final class GroupIds {
  private static final String NAME = "gaia-coordination";

  /** Of every group that was not restored. */
  static final RaftGroupId FIRST = named(NAME);

  /** A node that waits to be added hangs out a sign: with what version of the format it can do. */
  private static final long WAITING = named(NAME + " waiting").getUuid().getMostSignificantBits();

  private GroupIds() {}

  private static RaftGroupId named(String name) {
    return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * @param term and {@code index} where the restored log begins
   */
  static RaftGroupId restored(long term, long index) {
    return named(NAME + " restored " + term + " " + index);
  }

  static RaftGroupId waiting(KnownFormat known) {
    return RaftGroupId.valueOf(new UUID(WAITING, known.highest()));
  }

  static boolean isWaiting(RaftGroupId id) {
    return id.getUuid().getMostSignificantBits() == WAITING;
  }

  /** The highest format version that a waiting node knows; absent if it has no sign. */
  static OptionalInt knownBy(List<RaftGroupId> ofOneNode) {
    return ofOneNode.stream()
        .filter(GroupIds::isWaiting)
        .mapToInt(id -> (int) id.getUuid().getLeastSignificantBits())
        .findFirst();
  }

  /**
   * The group whose log is in that directory.
   *
   * @throws IllegalArgumentException when there are several
   */
  static Optional<RaftGroupId> onDisk(Path directory) throws IOException {
    List<RaftGroupId> found = new ArrayList<>();
    for (Path folder : folders(directory)) {
      RaftGroupId id = RaftGroupId.valueOf(UUID.fromString(folder.getFileName().toString()));
      if (!isWaiting(id)) {
        found.add(id);
      }
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "CLUSTER_DATA_DIR takes a directory of one node: %s holds the logs of %d groups, %s"
              .formatted(directory, found.size(), found));
    }
    return found.stream().findFirst();
  }

  /** Takes down the signs of earlier starts. */
  static void clearWaiting(Path directory) throws IOException {
    for (Path folder : folders(directory)) {
      if (isWaiting(RaftGroupId.valueOf(UUID.fromString(folder.getFileName().toString())))) {
        FileUtils.deleteFully(folder);
      }
    }
  }

  private static List<Path> folders(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> isId(path.getFileName().toString())).toList();
    }
  }

  private static boolean isId(String name) {
    try {
      return UUID.fromString(name).toString().equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
