package io.gaia.server.config;

import jakarta.validation.constraints.AssertTrue;
import java.nio.file.Path;
import java.util.Optional;

/** The PEM files with which nodes prove to each other who they are: all three, or none. */
public record NodeTlsSettings(
    Optional<Path> certificateFile, Optional<Path> keyFile, Optional<Path> authorityFile) {

  public static final NodeTlsSettings NONE =
      new NodeTlsSettings(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @param certificate of this node, and what stands between it and an authority; it names the
   *     node's advertised host and is for servers and clients
   * @param key of the certificate, PKCS #8, not encrypted
   * @param authorities whose certificates are taken for those of nodes
   */
  public record Files(Path certificate, Path key, Path authorities) {}

  @AssertTrue(
      message =
          "CLUSTER_TLS_CERT_FILE takes a file together with CLUSTER_TLS_KEY_FILE and"
              + " CLUSTER_TLS_CA_FILE")
  public boolean isCertificateOfUse() {
    return certificateFile.isEmpty() || files().isPresent();
  }

  @AssertTrue(
      message =
          "CLUSTER_TLS_KEY_FILE takes a file together with CLUSTER_TLS_CERT_FILE and"
              + " CLUSTER_TLS_CA_FILE")
  public boolean isKeyOfUse() {
    return keyFile.isEmpty() || files().isPresent();
  }

  @AssertTrue(
      message =
          "CLUSTER_TLS_CA_FILE takes a file together with CLUSTER_TLS_CERT_FILE and"
              + " CLUSTER_TLS_KEY_FILE")
  public boolean isAuthorityOfUse() {
    return authorityFile.isEmpty() || files().isPresent();
  }

  /** Nothing: the nodes talk in the open. */
  public Optional<Files> files() {
    return certificateFile.flatMap(
        certificate ->
            keyFile.flatMap(
                key -> authorityFile.map(authorities -> new Files(certificate, key, authorities))));
  }
}
