package io.gaia.server.replication;

import io.gaia.server.config.RaftSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** What Ratis is told. Flushing stays as Ratis has it: an entry counts once it is on the disk. */
final class RatisProperties {
  private static final long PREALLOCATED_BYTES = 4L << 20;
  private static final SizeInBytes WRITE_BUFFER = SizeInBytes.valueOf("8MB");
  private static final TimeDuration AT_ONCE = TimeDuration.valueOf(1, TimeUnit.MILLISECONDS);

  private RatisProperties() {}

  static RaftProperties of(Group group, RaftSettings raft, LogSizes sizes, Transport transport) {
    RaftProperties properties = new RaftProperties();
    transport.listen(properties, group.bind());
    storage(properties, group, sizes);
    elections(properties, group, raft);
    snapshots(properties, raft);
    // request ids and their replies live in the replicated state; this cache forgets at a restart
    RaftServerConfigKeys.RetryCache.setExpiryTime(properties, seconds(5));
    // what a node asks another waits for the log at most as long as a client's request does
    RaftClientConfigKeys.Rpc.setRequestTimeout(properties, seconds(10));
    return properties;
  }

  private static void storage(RaftProperties properties, Group group, LogSizes sizes) {
    RaftServerConfigKeys.setStorageDir(properties, List.of(group.directory().toFile()));
    RaftServerConfigKeys.Log.setSegmentSizeMax(
        properties, SizeInBytes.valueOf(sizes.segmentBytes()));
    RaftServerConfigKeys.Log.setPreallocatedSize(
        properties, SizeInBytes.valueOf(Math.min(PREALLOCATED_BYTES, sizes.segmentBytes())));
    RaftServerConfigKeys.Log.setWriteBufferSize(properties, WRITE_BUFFER);
    // an entry of Ratis' own behind each of ours, to say that ours is committed: see CommitNews
    RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
  }

  private static void elections(RaftProperties properties, Group group, RaftSettings raft) {
    TimeDuration shortest = duration(raft.heartbeatTimeout());
    TimeDuration longest = duration(raft.electionTimeout());
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, shortest);
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, longest);
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(
        properties, group.isOfOne() ? AT_ONCE : shortest);
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(
        properties, group.isOfOne() ? AT_ONCE.multiply(2) : longest);
    // a newcomer's first answers are slow, and three times the longest timeout is soon over
    RaftServerConfigKeys.setStagingTimeout(properties, seconds(20));
    // a node that was paused for long rejoins; by default it would close for good
    RaftServerConfigKeys.setCloseThreshold(properties, seconds(Duration.ofDays(365).toSeconds()));
  }

  private static void snapshots(RaftProperties properties, RaftSettings raft) {
    // the state machine says when: Ratis would count from the oldest that is kept
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, raft.snapshotRetain());
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
    // whole segments go anyway
    RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
  }

  private static TimeDuration duration(Duration duration) {
    return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static TimeDuration seconds(long seconds) {
    return TimeDuration.valueOf(seconds, TimeUnit.SECONDS);
  }
}
