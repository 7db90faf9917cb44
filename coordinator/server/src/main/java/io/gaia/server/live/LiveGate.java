package io.gaia.server.live;

import io.gaia.server.auth.Caller;
import io.gaia.server.auth.TokenVerifier;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.ProblemException;
import io.gaia.server.http.SameOrigin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who comes in, by whichever door: someone with a token or a ticket, and with room. */
final class LiveGate {

  private final Hub hub;
  private final TokenVerifier tokens;
  private final Tickets tickets;

  LiveGate(Hub hub, TokenVerifier tokens, Tickets tickets) {
    this.hub = hub;
    this.tokens = tokens;
    this.tickets = tickets;
  }

  /**
   * Whose request it is. A ticket is used up by it.
   *
   * @throws io.gaia.server.http.ProblemException why nobody comes in
   */
  Caller admit(HttpServletRequest request) {
    if (!SameOrigin.holds(request)) {
      hub.metrics().refusedOrigin().inc();
      throw ProblemCode.FORBIDDEN.because("A page of another origin may not connect");
    }
    if (hub.isDraining()) {
      throw ProblemCode.UNAVAILABLE.because("The node is going down");
    }
    Caller caller = caller(request).orElseThrow(this::unauthenticated);
    hub.full(caller, request.getRemoteAddr())
        .ifPresent(
            why -> {
              throw ProblemCode.TOO_MANY.because(why);
            });
    return caller;
  }

  private ProblemException unauthenticated() {
    hub.metrics().refusedUnknown().inc();
    return ProblemCode.UNAUTHENTICATED.because(
        "Takes the header Authorization: Bearer TOKEN, or ?ticket= with an unused ticket");
  }

  private Optional<Caller> caller(HttpServletRequest request) {
    Optional<String> header = Optional.ofNullable(request.getHeader("Authorization"));
    Optional<String> ticket = Optional.ofNullable(request.getParameter("ticket"));
    Optional<Caller> byTicket = ticket.flatMap(tickets::redeem);
    if (header.isEmpty()) {
      return byTicket;
    }
    // a ticket beside a token is the same user's, or something is wrong
    return header
        .flatMap(tokens::verifyHeader)
        .filter(
            caller ->
                ticket.isEmpty()
                    || byTicket.map(Caller::subject).equals(Optional.of(caller.subject())));
  }
}
