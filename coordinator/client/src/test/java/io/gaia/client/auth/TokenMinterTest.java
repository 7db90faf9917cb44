package io.gaia.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenMinterTest {

  private static final Instant NOW = Instant.parse("2026-01-31T09:30:00Z");

  @TempDir Path folder;

  @Test
  void aTokenHoldsWhoMayDoWhatAndVerifiesWithTheKeyOfTheFile() throws Exception {
    Path keyFile = folder.resolve("new/signing.key");
    TokenMinter minter = TokenMinter.fromKeyFile(keyFile, InstantSource.fixed(NOW));

    SignedJWT token =
        SignedJWT.parse(
            minter.mint(List.of(Role.TEACHER), "t-1", List.of("c-1", "c-2"), Duration.ofHours(12)));

    byte[] key = Base64.getUrlDecoder().decode(Files.readString(keyFile).strip());
    assertThat(key).hasSize(32);
    assertThat(token.verify(new MACVerifier(key))).isTrue();
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("gaia");
    assertThat(claims.getAudience()).containsExactly("gaia");
    assertThat(claims.getSubject()).isEqualTo("t-1");
    assertThat(claims.getStringListClaim("roles")).containsExactly("teacher");
    assertThat(claims.getStringListClaim("classrooms")).containsExactly("c-1", "c-2");
    assertThat(claims.getExpirationTime()).isEqualTo(Date.from(NOW.plus(Duration.ofHours(12))));
  }

  @Test
  void onlyTheOwnerMayReadTheKeyFile() throws IOException {
    Path keyFile = folder.resolve("signing.key");

    SigningKey.readOrMake(keyFile);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(keyFile);
    }
  }

  @Test
  void processesThatMakeTheKeyAtOnceGetTheSameKey() throws Exception {
    Path keyFile = folder.resolve("signing.key");
    Callable<String> start =
        () -> Base64.getEncoder().encodeToString(SigningKey.readOrMake(keyFile));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Set<String> keys = new HashSet<>();
    try {
      for (Future<String> key : threads.invokeAll(java.util.Collections.nCopies(64, start))) {
        keys.add(key.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(keys).hasSize(1);
  }

  @Test
  void aFileThatHoldsNoKeyIsNamed() throws IOException {
    Path shortKey = Files.writeString(folder.resolve("short.key"), "c2hvcnQ");
    Path noBase64 = Files.writeString(folder.resolve("bad.key"), "§§§");

    assertThatThrownBy(() -> TokenMinter.fromKeyFile(shortKey))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("short.key", "5 bytes", "at least 32");
    assertThatThrownBy(() -> TokenMinter.fromKeyFile(noBase64))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("bad.key", "base64url");
  }
}
