package io.gaia.client.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;

/** Makes bearer tokens with the local signing key. Thread-safe. */
public final class TokenMinter {

  public static final String ISSUER = "gaia";
  public static final String AUDIENCE = "gaia";

  /** In a token's classrooms: every classroom. */
  public static final String EVERY_CLASSROOM = "*";

  private final MACSigner signer;
  private final InstantSource clock;

  private TokenMinter(MACSigner signer, InstantSource clock) {
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * @param keyFile made, mode 0600, when missing
   * @throws IOException if it cannot be read or made, or holds no key
   */
  public static TokenMinter fromKeyFile(Path keyFile, InstantSource clock) throws IOException {
    try {
      return new TokenMinter(new MACSigner(SigningKey.readOrMake(keyFile)), clock);
    } catch (JOSEException e) {
      throw new IOException(keyFile + ": not usable as a key: " + e.getMessage(), e);
    }
  }

  /** As {@link #fromKeyFile(Path, InstantSource)} with the system's clock. */
  public static TokenMinter fromKeyFile(Path keyFile) throws IOException {
    return fromKeyFile(keyFile, InstantSource.system());
  }

  /**
   * @param subject who bears it, such as {@code t-1}
   * @param classrooms that the bearer sees beside those whose teacher it is; {@link
   *     #EVERY_CLASSROOM} for all
   * @param validFor from now; more than zero
   * @return a signed JWT (HS256)
   */
  public String mint(List<Role> roles, String subject, List<String> classrooms, Duration validFor) {
    if (subject.isBlank() || roles.isEmpty()) {
      throw new IllegalArgumentException("a token takes a subject and at least one role");
    }
    if (validFor.isNegative() || validFor.isZero()) {
      throw new IllegalArgumentException("a token is valid for more than zero time");
    }
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .subject(subject)
            .claim("roles", roles.stream().map(Role::wireName).toList())
            .claim("classrooms", classrooms)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(validFor)))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign", e);
    }
    return token.serialize();
  }
}
