package io.gaia.server.live;

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
 * One-time tickets, with which a browser opens a WebSocket: it cannot send a header, and a token in
 * an address would end up in logs. A ticket is good on the node that made it. Thread-safe.
 */
public final class Tickets {

  public static final Duration GOOD_FOR = Duration.ofSeconds(30);

  private static final int TICKET_BYTES = 32;
  private static final int MAX_TICKETS = 100_000;

  /** A ticket as its client gets it. */
  public record Ticket(String ticket, Instant expiresAt) {}

  private record Issued(Caller caller, Instant expiresAt) {}

  private final InstantSource time;
  private final SecureRandom random;
  // in order of making, so that the oldest is first
  private final LinkedHashMap<String, Issued> issued = new LinkedHashMap<>();

  public Tickets(InstantSource time, SecureRandom random) {
    this.time = time;
    this.random = random;
  }

  public synchronized Ticket issue(Caller caller) {
    byte[] secret = new byte[TICKET_BYTES];
    random.nextBytes(secret);
    Ticket ticket =
        new Ticket(
            Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
            time.instant().plus(GOOD_FOR));
    forgetOld();
    issued.put(ticket.ticket(), new Issued(caller, ticket.expiresAt()));
    return ticket;
  }

  private void forgetOld() {
    Iterator<Issued> oldest = issued.values().iterator();
    while (oldest.hasNext() && (isOver(oldest.next()) || issued.size() >= MAX_TICKETS)) {
      oldest.remove();
    }
  }

  /** Whose ticket it is; empty when it was never made, is used or is over. */
  public synchronized Optional<Caller> redeem(String ticket) {
    return Optional.ofNullable(issued.remove(ticket))
        .filter(known -> !isOver(known))
        .map(Issued::caller);
  }

  private boolean isOver(Issued ticket) {
    return !time.instant().isBefore(ticket.expiresAt());
  }
}
