package io.gaia.server.replication;

import io.gaia.server.config.HostPort;
import io.gaia.server.config.NodeTlsSettings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.netty.NettyConfigKeys;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;

/** How nodes of a group talk. */
public sealed interface Transport {

  /**
   * @throws IllegalArgumentException names the file that cannot be used, and what is taken
   */
  static Transport of(NodeTlsSettings tls) {
    return tls.files()
        .<Transport>map(files -> new Grpc(Optional.of(NodeIdentity.read(files))))
        .orElseGet(Netty::new);
  }

  void listen(RaftProperties properties, HostPort bind);

  /** What Ratis takes as objects. */
  Parameters parameters();

  /** Sends a request, in whatever order with others. */
  CompletableFuture<RaftClientReply> send(RaftClientRpc rpc, RaftClientRequest request);

  /** Half the latency of gRPC, but no TLS. */
  record Netty() implements Transport {
    @Override
    public void listen(RaftProperties properties, HostPort bind) {
      RaftConfigKeys.Rpc.setType(properties, new TellingTransports.OverNetty());
      NettyConfigKeys.Server.setHost(properties, bind.host());
      NettyConfigKeys.Server.setPort(properties, bind.port());
    }

    @Override
    public Parameters parameters() {
      return new Parameters();
    }

    @Override
    public CompletableFuture<RaftClientReply> send(RaftClientRpc rpc, RaftClientRequest request) {
      return rpc.sendRequestAsync(request);
    }
  }

  /** With an identity a node talks only to those whose certificate an authority has signed. */
  record Grpc(Optional<NodeIdentity> identity) implements Transport {
    @Override
    public void listen(RaftProperties properties, HostPort bind) {
      RaftConfigKeys.Rpc.setType(properties, new TellingTransports.OverGrpc());
      GrpcConfigKeys.Server.setHost(properties, bind.host());
      GrpcConfigKeys.Server.setPort(properties, bind.port());
    }

    @Override
    public Parameters parameters() {
      Parameters parameters = new Parameters();
      identity.ifPresent(mine -> GrpcConfigKeys.TLS.setConf(parameters, mine.mutualTls()));
      return parameters;
    }

    @Override
    public CompletableFuture<RaftClientReply> send(RaftClientRpc rpc, RaftClientRequest request) {
      return rpc.sendRequestAsyncUnordered(request);
    }
  }
}
