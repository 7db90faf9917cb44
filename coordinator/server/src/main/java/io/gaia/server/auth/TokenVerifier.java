package io.gaia.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who a bearer token stands for. The algorithms are pinned (HS256 for the local key; RS256
 * and ES256 for published keys), so a token cannot choose its own. A token that was good is not
 * checked again until it expires. Thread-safe.
 */
public final class TokenVerifier {

  public static final String ISSUER = "gaia";
  public static final String AUDIENCE = "gaia";

  /** How far the issuer's clock may be off. */
  static final int CLOCK_SKEW_SECONDS = 30;

  private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);

  private static final String BEARER = "Bearer ";

  /** So many sessions with a token of their own find theirs again. */
  private static final int TOKENS_KEPT = 20_000;

  /** A key that its issuer has withdrawn is good for so long at most. */
  private static final Duration KEPT_FOR = Duration.ofMinutes(5);

  private final DefaultJWTProcessor<SecurityContext> processor;
  private final InstantSource time;
  private final Cache<String, Caller> verified =
      Caffeine.newBuilder().maximumSize(TOKENS_KEPT).expireAfterWrite(KEPT_FOR).build();

  private TokenVerifier(
      Set<JWSAlgorithm> algorithms, JWKSource<SecurityContext> keys, InstantSource time) {
    this.time = time;
    processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
    processor.setJWTClaimsSetVerifier(new GaiaClaims(time));
  }

  /** Tokens signed with the local key. */
  public static TokenVerifier local(SecretKey key, InstantSource time) {
    return new TokenVerifier(Set.of(JWSAlgorithm.HS256), new ImmutableSecret<>(key), time);
  }

  /**
   * Tokens of an issuer that publishes its keys; they are cached and fetched again when rotated.
   */
  public static TokenVerifier published(URI jwksUrl, InstantSource time) {
    try {
      JWKSource<SecurityContext> keys =
          JWKSourceBuilder.<SecurityContext>create(jwksUrl.toURL())
              .retrying(true)
              .outageTolerant(true)
              .build();
      return new TokenVerifier(Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), keys, time);
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "AUTH_JWKS_URL takes an http or https address, not \"" + jwksUrl + "\"", e);
    }
  }

  /** The caller of an {@code Authorization} header, which takes {@code Bearer TOKEN}. */
  public Optional<Caller> verifyHeader(String header) {
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? verify(header.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  /** The caller, or empty when the token is forged, expired or not for Gaia. */
  public Optional<Caller> verify(String token) {
    Optional<Caller> known = Optional.ofNullable(verified.getIfPresent(token));
    if (known.isPresent()) {
      return known.filter(caller -> time.instant().isBefore(caller.validUntil()));
    }
    try {
      Caller caller = caller(processor.process(token, null));
      verified.put(token, caller);
      return Optional.of(caller);
    } catch (ParseException | BadJOSEException e) {
      LOG.debug("Token refused: {}", e.getMessage());
      return Optional.empty();
    } catch (JOSEException e) {
      LOG.warn("Token could not be checked: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Caller caller(JWTClaimsSet claims) throws ParseException {
    return new Caller(
        claims.getSubject(),
        texts(claims, "roles").stream()
            .map(Role::byWireName)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet()),
        Set.copyOf(texts(claims, "classrooms")),
        claims.getExpirationTime().toInstant().plusSeconds(CLOCK_SKEW_SECONDS));
  }

  private static List<String> texts(JWTClaimsSet claims, String name) throws ParseException {
    List<String> texts = claims.getStringListClaim(name);
    return texts == null
        ? List.of()
        : texts.stream().filter(Predicate.not(String::isBlank)).distinct().toList();
  }

  private static final class GaiaClaims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final InstantSource time;

    GaiaClaims(InstantSource time) {
      super(
          AUDIENCE,
          new JWTClaimsSet.Builder().issuer(ISSUER).build(),
          Set.of("sub", "exp", "iss", "aud"));
      this.time = time;
      setMaxClockSkew(CLOCK_SKEW_SECONDS);
    }

    @Override
    protected Date currentTime() {
      return Date.from(time.instant());
    }
  }
}
