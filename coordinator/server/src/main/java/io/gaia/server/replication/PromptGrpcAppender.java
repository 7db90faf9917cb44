package io.gaia.server.replication;

import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.raftlog.RaftLogIOException;

/**
 * Over gRPC a heartbeat may overtake an entry's way to the follower's disk, and a follower takes
 * nothing as committed that it has not on the disk. So a heartbeat is due once more when it has.
 */
final class PromptGrpcAppender extends GrpcLogAppender {
  /** The newest index that this follower was told to be committed when it had it on its disk. */
  private volatile long told = -1;

  PromptGrpcAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
    super(server, state, follower);
  }

  @Override
  public long getHeartbeatWaitTimeMs() {
    return isToBeTold() ? 0 : super.getHeartbeatWaitTimeMs();
  }

  private boolean isToBeTold() {
    long committed = getRaftLog().getLastCommittedIndex();
    return committed > told && getFollower().getMatchIndex() >= committed && !hasAppendEntries();
  }

  @Override
  public AppendEntriesRequestProto newAppendEntriesRequest(long callId, boolean heartbeat)
      throws RaftLogIOException {
    long onDisk = getFollower().getMatchIndex();
    AppendEntriesRequestProto request = super.newAppendEntriesRequest(callId, heartbeat);
    if (request != null && onDisk >= request.getLeaderCommit()) {
      told = request.getLeaderCommit();
    }
    return request;
  }
}
