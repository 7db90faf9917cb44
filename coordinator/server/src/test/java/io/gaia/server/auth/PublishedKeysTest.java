package io.gaia.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.gaia.server.testkit.Tokens;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedKeysTest {

  private RSAKey rsa;
  private ECKey ec;
  private HttpServer issuer;
  private TokenVerifier tokens;

  @BeforeEach
  void publish() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    byte[] keys =
        new JWKSet(java.util.List.of(rsa, ec))
            .toPublicJWKSet()
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    issuer.start();
    tokens =
        TokenVerifier.published(
            URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys"),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  @Test
  void tokensOfThePublishedKeysAreTaken() throws Exception {
    assertThat(tokens.verify(signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa))))
        .hasValueSatisfying(caller -> assertThat(caller.is(Role.TEACHER)).isTrue());
    assertThat(tokens.verify(signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec)))).isPresent();
  }

  @Test
  void tokensOfOtherKeysAndAlgorithmsAreNot() throws Exception {
    RSAKey forger = new RSAKeyGenerator(2048).keyID("rsa").generate();
    assertThat(tokens.verify(signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(forger))))
        .isEmpty();
    assertThat(tokens.verify(signed(JWSAlgorithm.PS256, "rsa", new RSASSASigner(rsa)))).isEmpty();
    // the public key used as a shared secret
    byte[] publicKey = Arrays.copyOf(rsa.toPublicKey().getEncoded(), 64);
    assertThat(
            tokens.verify(
                Tokens.signed(
                    Tokens.claims("a", "admin"), new SecretKeySpec(publicKey, "HmacSHA256"))))
        .isEmpty();
  }

  @Test
  void anIssuerThatIsGoneRefusesNewcomersWithoutHarm() throws Exception {
    issuer.stop(0);
    assertThat(tokens.verify(signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa)))).isEmpty();
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    assertThatThrownBy(
            () -> TokenVerifier.published(URI.create("keys.json"), InstantSource.system()))
        .hasMessageContaining("AUTH_JWKS_URL takes an http or https address");
  }

  private static String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer)
      throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(algorithm).keyID(keyId).build(),
            Tokens.claims("t", "teacher").build());
    token.sign(signer);
    return token.serialize();
  }
}
