package io.gaia.bench.failover;

import io.gaia.local.tls.NodeCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the nodes talk to each other over. */
enum Transport {
  /** Without TLS. */
  NETTY,
  /** What is taken with TLS, where each shows a certificate to the other. */
  GRPC;

  static Transport of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  String title() {
    return this == NETTY ? "Netty" : "gRPC, mTLS";
  }

  /**
   * What a node's environment has beside the rest.
   *
   * @param directory for certificates
   */
  Map<String, String> environment(Path directory) throws IOException, InterruptedException {
    return this == NETTY ? Map.of() : NodeCertificate.environment(directory, List.of("127.0.0.1"));
  }
}
