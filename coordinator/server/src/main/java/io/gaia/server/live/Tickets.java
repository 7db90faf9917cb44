package io.gaia.server.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gaia.server.auth.Caller;
import io.gaia.server.replication.NodeLine;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One-time tickets, with which a browser opens the live stream: it cannot send a header there, and
 * a token in an address would end up in logs. A ticket stands for its user with what their token
 * may do, and no longer than the token. Thread-safe.
 *
 * <p>A ticket is kept by the node that made it and names that node, so any other can have it
 * redeemed there: it is good everywhere, once, and making one costs no log entry. Its thirty
 * seconds end with its node; the client gets another ticket.
 */
public final class Tickets {

  static final Duration GOOD_FOR = Duration.ofSeconds(30);

  private static final int TICKET_BYTES = 32;
  private static final int MAX_TICKETS = 100_000;

  /** A ticket as its client gets it. */
  public record Ticket(String ticket, Instant expiresAt) {}

  private static final String TOPIC = "tickets";

  /** Not among a secret's characters. */
  private static final char BEFORE_NODE = '~';

  /** A node that does not answer in that time is as good as gone. */
  private static final long OTHER_NODE_MS = 2_000;

  /** How the nodes of a group find each other's tickets. */
  private record Others(NodeLine line, String here) {}

  private record Issued(Caller caller, Instant expiresAt) {}

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Tickets.class);

  private final int perMinute;
  private final InstantSource time;
  private final SecureRandom random;
  private final Cache<String, Allowance> allowances =
      Caffeine.newBuilder().expireAfterAccess(MINUTE.multipliedBy(2)).build();
  private volatile Optional<Others> others = Optional.empty();
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

  /** From now on they are good on every node of a group, and those of others are good here. */
  public void share(NodeLine line, String here) {
    others = Optional.of(new Others(line, here));
    line.answer(
        TOPIC,
        ticket ->
            CompletableFuture.completedFuture(
                TicketJson.written(redeemHere(new String(ticket, StandardCharsets.UTF_8)))));
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
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Ticket ticket =
        new Ticket(
            others.map(group -> text + BEFORE_NODE + group.here()).orElse(text),
            now.plus(GOOD_FOR));
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

  /** Whose ticket it is; empty when it was never made, is used or is over, or its node is gone. */
  Optional<Caller> redeem(String ticket) {
    String node = ticket.substring(ticket.indexOf(BEFORE_NODE) + 1);
    return others
        .filter(group -> ticket.indexOf(BEFORE_NODE) >= 0 && !group.here().equals(node))
        .map(group -> redeemThere(group, node, ticket))
        .orElseGet(() -> redeemHere(ticket));
  }

  private static Optional<Caller> redeemThere(Others group, String node, String ticket) {
    try {
      return group
          .line()
          .ask(node, TOPIC, ticket.getBytes(StandardCharsets.UTF_8))
          .thenApply(TicketJson::read)
          .get(OTHER_NODE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("The node of a ticket does not answer", e);
      return Optional.empty();
    }
  }

  private synchronized Optional<Caller> redeemHere(String ticket) {
    return Optional.ofNullable(issued.remove(ticket))
        .filter(known -> !isOver(known))
        .map(Issued::caller);
  }

  private boolean isOver(Issued ticket) {
    Instant now = time.instant();
    return !now.isBefore(ticket.expiresAt()) || !now.isBefore(ticket.caller().validUntil());
  }
}
