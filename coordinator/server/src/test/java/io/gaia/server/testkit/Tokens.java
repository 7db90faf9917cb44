package io.gaia.server.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.crypto.SecretKey;

/** Tokens as the command line mints them, and the claims to spoil them. */
public final class Tokens {

  private Tokens() {}

  public static JWTClaimsSet.Builder claims(String subject, String... roles) {
    return new JWTClaimsSet.Builder()
        .issuer("gaia")
        .audience("gaia")
        .subject(subject)
        .claim("roles", List.of(roles))
        .claim("classrooms", List.of())
        .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
  }

  public static String signed(JWTClaimsSet.Builder claims, SecretKey key) {
    return signed(claims, key, JWSAlgorithm.HS256);
  }

  public static String signed(JWTClaimsSet.Builder claims, SecretKey key, JWSAlgorithm algorithm) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims.build());
      token.sign(new MACSigner(key.getEncoded()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
