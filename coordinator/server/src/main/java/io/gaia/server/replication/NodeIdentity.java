package io.gaia.server.replication;

import io.gaia.server.config.NodeTlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.grpc.GrpcTlsConfig;

/** What a node shows to others, and whom it believes. Its files were read and fit together. */
public final class NodeIdentity {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private final NodeTlsSettings.Files files;

  private NodeIdentity(NodeTlsSettings.Files files) {
    this.files = files;
  }

  /**
   * @throws IllegalArgumentException names the file that cannot be used, and what is taken
   */
  static NodeIdentity read(NodeTlsSettings.Files files) {
    certificate("CLUSTER_TLS_CA_FILE", files.authorities());
    PublicKey certified = certificate("CLUSTER_TLS_CERT_FILE", files.certificate());
    if (!isKeyOf(certified, files.key())) {
      throw new IllegalArgumentException(
          "CLUSTER_TLS_KEY_FILE takes the key of the certificate in %s, in PEM (PKCS #8, not encrypted), not %s"
              .formatted(files.certificate(), files.key()));
    }
    return new NodeIdentity(files);
  }

  GrpcTlsConfig mutualTls() {
    return new GrpcTlsConfig(
        files.key().toFile(), files.certificate().toFile(), files.authorities().toFile(), true);
  }

  /** The key in the first certificate of the file. */
  private static PublicKey certificate(String setting, Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(content).getPublicKey();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(setting + " takes certificates in PEM, not " + file, e);
    }
  }

  private static boolean isKeyOf(PublicKey certified, Path file) {
    try {
      Matcher pem = KEY.matcher(Files.readString(file));
      if (!pem.find()) {
        return false;
      }
      PrivateKey key =
          KeyFactory.getInstance(certified.getAlgorithm())
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
      byte[] signed = "gaia".getBytes(StandardCharsets.UTF_8);
      Signature signature = Signature.getInstance(signatureWith(key));
      signature.initSign(key);
      signature.update(signed);
      byte[] made = signature.sign();
      signature.initVerify(certified);
      signature.update(signed);
      return signature.verify(made);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static String signatureWith(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }
}
