package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.server.config.HostPort;
import io.gaia.server.config.NodeTlsSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who talks to a node shows a certificate of the nodes' authority, or is not answered. */
class NodeIdentityTest {
  /** What an HTTP/2 client says first, with empty settings. */
  private static final byte[] GREETING =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  @TempDir private Path directory;
  @TempDir private Path elsewhere;

  @Test
  void whoShowsNothingOrAStrangersCertificateIsRefused() throws Exception {
    TestAuthority authority = new TestAuthority(directory);
    Transport transport = Transport.of(authority.certify("127.0.0.1"));
    try (TestGroup group = TestGroup.start(directory, transport)) {
      HostPort node = group.address(0);

      assertThat(answerTo(authority.showing(authority.sign("127.0.0.1")), node)).isNotNegative();
      assertThatThrownBy(() -> answerTo(authority.nobody(), node))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("certificate_required");
      TestAuthority strangers = new TestAuthority(elsewhere);
      assertThatThrownBy(() -> answerTo(authority.showing(strangers.sign("127.0.0.1")), node))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void aFileThatCannotBeUsedIsNamedWithItsSetting() throws Exception {
    NodeTlsSettings.Files good =
        new TestAuthority(directory).certify("127.0.0.1").files().orElseThrow();
    Path key = new TestAuthority(elsewhere).certify("127.0.0.1").files().orElseThrow().key();
    Path text = new TestAuthority(elsewhere).write("text", "no certificate");

    refused(new NodeTlsSettings.Files(good.certificate(), key, good.authorities()))
        .hasMessageContaining("CLUSTER_TLS_KEY_FILE takes the key of");
    refused(new NodeTlsSettings.Files(text, good.key(), good.authorities()))
        .hasMessageContaining("CLUSTER_TLS_CERT_FILE takes certificates in PEM");
    refused(new NodeTlsSettings.Files(good.certificate(), good.key(), text))
        .hasMessageContaining("CLUSTER_TLS_CA_FILE takes certificates in PEM");
    refused(
            new NodeTlsSettings.Files(
                good.certificate(), directory.resolve("none"), good.authorities()))
        .hasMessageContaining("CLUSTER_TLS_KEY_FILE takes the key of");
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
      NodeTlsSettings.Files files) {
    return assertThatThrownBy(
            () ->
                Transport.of(
                    new NodeTlsSettings(
                        Optional.of(files.certificate()),
                        Optional.of(files.key()),
                        Optional.of(files.authorities()))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The first byte that the node sends to who greets it, or -1. */
  private static int answerTo(HandshakeCertificates client, HostPort node) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) client.sslContext().getSocketFactory().createSocket(node.host(), node.port())) {
      socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      socket.getOutputStream().write(GREETING);
      // with TLS 1.3 a client hears only now that it is not wanted
      return socket.getInputStream().read();
    }
  }
}
