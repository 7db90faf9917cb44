package io.gaia.server.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gaia.server.auth.Caller;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * One-time tickets, with which a browser opens the live stream: it cannot send a header there, and
 * a token in an address would end up in logs. A ticket stands for its user with what their token
 * may do, and no longer than the token. A ticket is good on the node that made it. Thread-safe.
 */
final class Tickets {

  static final Duration GOOD_FOR = Duration.ofSeconds(30);

  private static final int TICKET_BYTES = 32;
  private static final int MAX_TICKETS = 100_000;

  /** A ticket as its client gets it. */
  public record Ticket(String ticket, Instant expiresAt) {}

  private record Issued(Caller caller, Instant expiresAt) {}

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final int perMinute;
  private final InstantSource time;
  private final SecureRandom random;
  private final Cache<String, Allowance> allowances =
      Caffeine.newBuilder().expireAfterAccess(MINUTE.multipliedBy(2)).build();
  // in order of making, so that the oldest is first
  private final LinkedHashMap<String, Issued> issued = new LinkedHashMap<>();

  /**
   * @param perMinute that one user may ask for in the long run, and at once
   */
  Tickets(int perMinute, InstantSource time, SecureRandom random) {
    this.perMinute = perMinute;
    this.time = time;
    this.random = random;
  }

  int perMinute() {
    return perMinute;
  }

  /** Empty when the caller has asked too often. */
  synchronized Optional<Ticket> issue(Caller caller) {
    Instant now = time.instant();
    if (!allowances
        .get(
            caller.subject(),
            subject -> new Allowance(perMinute, (double) perMinute / MINUTE.toSeconds(), now))
        .take(now)) {
      return Optional.empty();
    }
    byte[] secret = new byte[TICKET_BYTES];
    random.nextBytes(secret);
    Ticket ticket =
        new Ticket(
            Base64.getUrlEncoder().withoutPadding().encodeToString(secret), now.plus(GOOD_FOR));
    forgetOld();
    issued.put(ticket.ticket(), new Issued(caller, ticket.expiresAt()));
    return Optional.of(ticket);
  }

  private void forgetOld() {
    Iterator<Issued> oldest = issued.values().iterator();
    while (oldest.hasNext() && (isOver(oldest.next()) || issued.size() >= MAX_TICKETS)) {
      oldest.remove();
    }
  }

  /** Whose ticket it is; empty when it was never made, is used or is over. */
  synchronized Optional<Caller> redeem(String ticket) {
    return Optional.ofNullable(issued.remove(ticket))
        .filter(known -> !isOver(known))
        .map(Issued::caller);
  }

  private boolean isOver(Issued ticket) {
    Instant now = time.instant();
    return !now.isBefore(ticket.expiresAt()) || !now.isBefore(ticket.caller().validUntil());
  }
}
