package io.gaia.bench.failover;

import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    if (this == NETTY) {
      return Map.of();
    }
    Files.createDirectories(directory);
    // an authority, and one certificate for all nodes: they are on one host
    openssl(
        directory,
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bench -keyout ca.key -out ca.pem");
    openssl(
        directory,
        "req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -keyout node.key -out node.csr");
    Files.writeString(
        directory.resolve("node.cnf"),
        "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n");
    openssl(
        directory,
        "x509 -req -days 2 -in node.csr -CA ca.pem -CAkey ca.key -CAcreateserial"
            + " -extfile node.cnf -out node.pem");
    return Map.of(
        "CLUSTER_TLS_CERT_FILE", directory.resolve("node.pem").toString(),
        "CLUSTER_TLS_KEY_FILE", directory.resolve("node.key").toString(),
        "CLUSTER_TLS_CA_FILE", directory.resolve("ca.pem").toString());
  }

  private static void openssl(Path directory, String arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(("openssl " + arguments).split(" ")))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new StackStartException("openssl " + arguments + ":\n" + said.strip());
    }
  }
}
