package io.gaia.server.live;

import java.util.Optional;

/**
 * What a client can subscribe to.
 *
 * @param id of the classroom or user; empty for the cluster
 */
public record Channel(Kind kind, String id) {

  /** Kinds of channel, each fed by one stream. */
  public enum Kind {
    CLASSROOM("classroom:", StreamSource.ALERTS),
    USER("user:", StreamSource.COORDINATION),
    CLUSTER("cluster", StreamSource.COORDINATION);

    private final String prefix;
    private final StreamSource source;

    Kind(String prefix, StreamSource source) {
      this.prefix = prefix;
      this.source = source;
    }
  }

  /** What a channel's name takes, in words. */
  static final String NAMES = "channels are classroom:{id}, user:{id} and cluster";

  private static final int MAX_NAME_LENGTH = 256;

  public static Channel classroom(String classroomId) {
    return new Channel(Kind.CLASSROOM, classroomId);
  }

  public static Channel user(String userId) {
    return new Channel(Kind.USER, userId);
  }

  public static Channel cluster() {
    return new Channel(Kind.CLUSTER, "");
  }

  /** Empty when there is no such channel. */
  public static Optional<Channel> parse(String name) {
    if (name.equals(Kind.CLUSTER.prefix)) {
      return Optional.of(cluster());
    }
    for (Kind kind : new Kind[] {Kind.CLASSROOM, Kind.USER}) {
      if (name.startsWith(kind.prefix)
          && name.length() > kind.prefix.length()
          && name.length() <= MAX_NAME_LENGTH) {
        return Optional.of(new Channel(kind, name.substring(kind.prefix.length())));
      }
    }
    return Optional.empty();
  }

  public String name() {
    return kind.prefix + id;
  }

  public StreamSource source() {
    return kind.source;
  }
}
