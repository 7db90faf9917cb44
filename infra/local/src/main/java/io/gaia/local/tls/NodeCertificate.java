package io.gaia.local.tls;

import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An authority made for the occasion, and one certificate for all nodes. Needs {@code openssl}. */
public final class NodeCertificate {
  private NodeCertificate() {}

  /**
   * Makes them, good for two days.
   *
   * @param directory for the files
   * @param addresses of the nodes, as numbers
   * @return what a coordinator's environment needs for mutual TLS between nodes
   * @throws StackStartException when openssl refuses; says what it said
   */
  public static Map<String, String> environment(Path directory, List<String> addresses)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    openssl(
        directory,
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem");
    openssl(directory, "req -newkey rsa:2048 -nodes -subj /CN=node -keyout node.key -out node.csr");
    String names =
        addresses.stream().map(address -> "IP:" + address).collect(Collectors.joining(","));
    Files.writeString(
        directory.resolve("node.cnf"),
        "subjectAltName=" + names + "\nextendedKeyUsage=serverAuth,clientAuth\n");
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
