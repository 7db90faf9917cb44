package io.gaia.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.gaia.server.testkit.RunningServer;
import io.gaia.server.testkit.Tokens;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuthTest {

  @TempDir static Path directory;

  private static RunningServer server;
  private static SecretKey key;

  @BeforeAll
  static void start() {
    server = RunningServer.start(directory, Map.of());
    key = SigningKey.readOrMake(server.keyFile(), new SecureRandom());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> refusedTokens() throws Exception {
    SecretKey other = new SecretKeySpec(new byte[64], "HmacSHA512");
    String good = Tokens.signed(Tokens.claims("a", "app"), key);
    String[] parts = good.split("\\.");
    String adminClaims =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                Tokens.claims("a", "admin")
                    .build()
                    .toString()
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    SecretKey longKey =
        new SecretKeySpec(java.util.Arrays.copyOf(key.getEncoded(), 64), "HmacSHA512");
    return Stream.of(
        Arguments.of("signed with another key", Tokens.signed(Tokens.claims("a", "app"), other)),
        Arguments.of("expired", Tokens.signed(expiring(-31), key)),
        Arguments.of(
            "without a signature", new PlainJWT(Tokens.claims("a", "app").build()).serialize()),
        Arguments.of("with the signature cut off", parts[0] + "." + parts[1] + "."),
        Arguments.of("with other claims put in", parts[0] + "." + adminClaims + "." + parts[2]),
        Arguments.of(
            "of another algorithm",
            Tokens.signed(Tokens.claims("a", "app"), longKey, JWSAlgorithm.HS512)),
        Arguments.of(
            "of another issuer", Tokens.signed(Tokens.claims("a", "app").issuer("x"), key)),
        Arguments.of(
            "for another audience", Tokens.signed(Tokens.claims("a", "app").audience("x"), key)),
        Arguments.of("of nobody", Tokens.signed(Tokens.claims("a", "app").subject(null), key)),
        Arguments.of(
            "without an end", Tokens.signed(Tokens.claims("a", "app").expirationTime(null), key)),
        Arguments.of(
            "not yet valid", Tokens.signed(Tokens.claims("a", "app").notBeforeTime(in(60)), key)),
        Arguments.of(
            "with roles of the wrong type",
            Tokens.signed(Tokens.claims("a").claim("roles", 7), key)),
        Arguments.of("that is none", "x"));
  }

  @ParameterizedTest(name = "a token {0} is refused")
  @MethodSource("refusedTokens")
  void isRefused(String what, String token) {
    HttpResponse<String> response = server.post(server.api("/events"), token, "[]");
    assertThat(response.statusCode()).as(what).isEqualTo(401);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    assertThat(RunningServer.json(response).get("code").textValue()).isEqualTo("unauthenticated");
  }

  @Test
  void aRequestWithoutATokenIsRefused() {
    HttpResponse<String> response =
        server.send(
            HttpRequest.newBuilder(server.api("/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[]")));
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(RunningServer.json(response).get("detail").textValue())
        .contains("Authorization: Bearer TOKEN");
  }

  @Test
  void aClockThatIsALittleOffIsForgiven() {
    assertThat(
            server
                .post(server.api("/events"), Tokens.signed(expiring(-20), key), "[]")
                .statusCode())
        .isEqualTo(202);
  }

  @Test
  void aRoleThatTheRouteDoesNotTakeIsForbidden() {
    for (String role : List.of("teacher", "agent", "analyst", "king")) {
      HttpResponse<String> response =
          server.post(server.api("/events"), server.token("x", role), "[]");
      assertThat(response.statusCode()).as(role).isEqualTo(403);
      assertThat(RunningServer.json(response).get("code").textValue()).isEqualTo("forbidden");
    }
    for (String role : List.of("app", "admin")) {
      assertThat(server.post(server.api("/events"), server.token("x", role), "[]").statusCode())
          .as(role)
          .isEqualTo(202);
    }
  }

  @Test
  void theKeyIsMadeOnceAndReadableByItsOwnerAlone() throws Exception {
    assertThat(Files.getPosixFilePermissions(server.keyFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Base64.getUrlDecoder().decode(Files.readString(server.keyFile()).strip()))
        .hasSize(32)
        .isEqualTo(key.getEncoded());
    assertThat(SigningKey.readOrMake(server.keyFile(), new SecureRandom())).isEqualTo(key);
  }

  @Test
  void aFileThatHoldsNoKeyIsNamed() throws Exception {
    Path file = Files.writeString(directory.resolve("short.key"), "c2hvcnQ\n");
    assertThatThrownBy(() -> SigningKey.readOrMake(file, new SecureRandom()))
        .hasMessageContaining("AUTH_SIGNING_KEY_FILE takes")
        .hasMessageContaining("at least 32 bytes")
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> SigningKey.readShared(directory.resolve("missing.key")))
        .hasMessageContaining("AUTH_SIGNING_KEY_FILE takes a file that all nodes share");
  }

  @Test
  void aTeacherTeachesWhatTheTokenOrTheClassroomSays() {
    Caller named = new Caller("t-1", java.util.Set.of(Role.TEACHER), java.util.Set.of("c-1"));
    assertThat(named.mayTeach("c-1", List.of())).isTrue();
    assertThat(named.mayTeach("c-2", List.of("t-1"))).isTrue();
    assertThat(named.mayTeach("c-2", List.of("t-2"))).isFalse();
    assertThat(
            new Caller("t-1", java.util.Set.of(Role.TEACHER), java.util.Set.of("*"))
                .mayTeach("c-2", List.of()))
        .isTrue();
    assertThat(
            new Caller("a", java.util.Set.of(Role.APP), java.util.Set.of("*"))
                .mayTeach("c-2", List.of()))
        .isFalse();
    assertThat(
            new Caller("a", java.util.Set.of(Role.ADMIN), java.util.Set.of())
                .mayTeach("c-2", List.of()))
        .isTrue();
  }

  private static JWTClaimsSet.Builder expiring(int seconds) {
    return Tokens.claims("a", "app").expirationTime(in(seconds));
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plus(Duration.ofSeconds(seconds)));
  }
}
