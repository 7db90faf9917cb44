package io.gaia.server.replication;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.leader.LogAppender;

/**
 * Tells followers at once what is committed. They hear of it with the next entry; Ratis' way for
 * when there is none is an entry of its own behind each of ours, which costs every node another
 * write to the disk. A heartbeat says the same and costs none.
 */
final class CommitNews {
  private static final String NAME = "gaia.commit-news";

  private final Map<RaftPeerId, LogAppender> appenders = new ConcurrentHashMap<>();

  /** What Ratis hands to the factory of its transport. */
  Parameters addTo(Parameters parameters) {
    parameters.put(NAME, this, CommitNews.class);
    return parameters;
  }

  static CommitNews of(Parameters parameters) {
    return parameters.getNonNull(NAME, CommitNews.class);
  }

  /** From now on that follower's appender is told; a later leadership brings another. */
  LogAppender through(LogAppender appender) {
    appenders.put(appender.getFollowerId(), appender);
    return appender;
  }

  /** Of a leader, when no entry follows. Elsewhere no appender runs, and nothing is said. */
  void tell() {
    for (LogAppender appender : appenders.values()) {
      if (appender.isRunning()) {
        appender.triggerHeartbeat();
      }
    }
  }
}
