package io.gaia.server.replication;

import io.gaia.server.config.HostPort;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.netty.NettyConfigKeys;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
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

    @Override
    CompletableFuture<RaftClientReply> send(RaftClientRpc rpc, RaftClientRequest request) {
      return rpc.sendRequestAsync(request);
    }
  },
  GRPC {
    @Override
    void listen(RaftProperties properties, HostPort bind) {
      RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
      GrpcConfigKeys.Server.setHost(properties, bind.host());
      GrpcConfigKeys.Server.setPort(properties, bind.port());
    }

    @Override
    CompletableFuture<RaftClientReply> send(RaftClientRpc rpc, RaftClientRequest request) {
      return rpc.sendRequestAsyncUnordered(request);
    }
  };

  abstract void listen(RaftProperties properties, HostPort bind);

  /** Sends a request, in whatever order with others. */
  abstract CompletableFuture<RaftClientReply> send(RaftClientRpc rpc, RaftClientRequest request);
}
