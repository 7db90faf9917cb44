package io.gaia.server.replication;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.netty.NettyFactory;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/** Ratis' transports, with appenders that {@link CommitNews} knows. Ratis makes them by name. */
public final class TellingTransports {

  private TellingTransports() {}

  /** Ratis' own for Netty. */
  public static final class OverNetty implements RpcType {
    @Override
    public String name() {
      return OverNetty.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
      return new NettyFactory(parameters) {
        @Override
        public LogAppender newLogAppender(
            RaftServer.Division server, LeaderState state, FollowerInfo follower) {
          return CommitNews.of(parameters).through(super.newLogAppender(server, state, follower));
        }
      };
    }
  }

  /** Ratis' own for gRPC. */
  public static final class OverGrpc implements RpcType {
    @Override
    public String name() {
      return OverGrpc.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
      return new GrpcFactory(parameters) {
        @Override
        public LogAppender newLogAppender(
            RaftServer.Division server, LeaderState state, FollowerInfo follower) {
          return CommitNews.of(parameters).through(new PromptGrpcAppender(server, state, follower));
        }
      };
    }
  }
}
