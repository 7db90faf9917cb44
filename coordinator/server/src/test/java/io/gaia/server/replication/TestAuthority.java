package io.gaia.server.replication;

import io.gaia.server.config.NodeTlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Signs certificates of nodes, and writes them where a node reads them. */
final class TestAuthority {
  private final HeldCertificate root =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("nodes").build();
  private final Path directory;

  TestAuthority(Path directory) {
    this.directory = directory;
  }

  HeldCertificate sign(String host) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(host).signedBy(root).build();
  }

  NodeTlsSettings certify(String host) throws IOException {
    HeldCertificate node = sign(host);
    return new NodeTlsSettings(
        Optional.of(write("node.crt", node.certificatePem())),
        Optional.of(write("node.key", node.privateKeyPkcs8Pem())),
        Optional.of(write("nodes-ca.crt", root.certificatePem())));
  }

  /** Believes this authority, and shows nothing. */
  HandshakeCertificates nobody() {
    return new HandshakeCertificates.Builder().addTrustedCertificate(root.certificate()).build();
  }

  /** Believes this authority, and shows the certificate. */
  HandshakeCertificates showing(HeldCertificate certificate) {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(root.certificate())
        .heldCertificate(certificate)
        .build();
  }

  Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
