package io.gaia.server.replication;

import io.gaia.server.config.HostPort;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.netty.NettyConfigKeys;
import org.apache.ratis.rpc.SupportedRpcType;

/** How nodes of a group talk. Netty has half the latency, gRPC has TLS. */
public enum Transport {
  NETTY {
    @Override
    void listen(RaftProperties properties, HostPort bind) {
      RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.NETTY);
      NettyConfigKeys.Server.setHost(properties, bind.host());
      NettyConfigKeys.Server.setPort(properties, bind.port());
    }
  },
  GRPC {
    @Override
    void listen(RaftProperties properties, HostPort bind) {
      RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
      GrpcConfigKeys.Server.setHost(properties, bind.host());
      GrpcConfigKeys.Server.setPort(properties, bind.port());
    }
  };

  abstract void listen(RaftProperties properties, HostPort bind);
}
