package io.gaia.server.live;

import io.gaia.schemas.json.EventCodec;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.TokenVerifier;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.websocket.jakarta.server.JakartaWebSocketServerContainer;

/**
 * {@code /ws}: lets in who has a token or a ticket, and refuses everyone else before the upgrade,
 * with a problem like any other route.
 */
public final class LiveServlet extends HttpServlet {

  private static final long serialVersionUID = 1;
  private static final String BEARER = "Bearer ";

  private final transient Hub hub;
  private final transient TokenVerifier tokens;
  private final transient Tickets tickets;

  public LiveServlet(Hub hub, TokenVerifier tokens, Tickets tickets) {
    this.hub = hub;
    this.tokens = tokens;
    this.tickets = tickets;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Optional<Problem> refused = refusedUnseen(request);
    if (refused.isPresent()) {
      answer(response, refused.get());
      return;
    }
    Optional<Caller> caller = caller(request);
    if (caller.isEmpty()) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"gaia\"");
      answer(
          response,
          Problem.of(
              ProblemCode.UNAUTHENTICATED,
              "Takes the header Authorization: Bearer TOKEN, or ?ticket= with an unused ticket"));
    } else if (!hub.hasRoomFor(caller.get())) {
      answer(
          response,
          Problem.of(
              ProblemCode.TOO_MANY,
              "One user takes at most " + hub.settings().maxConnectionsPerUser() + " sockets"));
    } else {
      upgrade(request, response, caller.get());
    }
  }

  private Optional<Problem> refusedUnseen(HttpServletRequest request) {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      return Optional.of(Problem.invalidField("Upgrade", "This address takes a WebSocket upgrade"));
    }
    if (!isSameOrigin(request)) {
      return Optional.of(
          Problem.of(ProblemCode.FORBIDDEN, "A page of another origin may not connect"));
    }
    if (hub.isDraining()) {
      return Optional.of(Problem.of(ProblemCode.UNAVAILABLE, "The node is going down"));
    }
    return Optional.empty();
  }

  /** Only browsers send an origin; theirs must be the host they talk to. */
  private static boolean isSameOrigin(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return true;
    }
    try {
      return String.valueOf(URI.create(origin).getAuthority())
          .equalsIgnoreCase(request.getHeader("Host"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Optional<Caller> caller(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null) {
      return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? tokens.verify(header.substring(BEARER.length()).strip())
          : Optional.empty();
    }
    return Optional.ofNullable(request.getParameter("ticket")).flatMap(tickets::redeem);
  }

  private void upgrade(HttpServletRequest request, HttpServletResponse response, Caller caller)
      throws IOException, ServletException {
    ServerContainer container =
        JakartaWebSocketServerContainer.getContainer(request.getServletContext());
    LiveEndpoint endpoint = new LiveEndpoint(hub, caller);
    try {
      container.upgradeHttpToWebSocket(
          request,
          response,
          ServerEndpointConfig.Builder.create(LiveEndpoint.class, request.getServletPath())
              .configurator(new OneEndpoint(endpoint))
              .build(),
          Map.of());
    } catch (DeploymentException e) {
      throw new ServletException(e);
    }
  }

  private static void answer(HttpServletResponse response, Problem problem) throws IOException {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    if (problem.code() == ProblemCode.UNAVAILABLE || problem.code() == ProblemCode.TOO_MANY) {
      response.setHeader("Retry-After", String.valueOf(Problem.RETRY_AFTER.toSeconds()));
    }
    response.getOutputStream().write(EventCodec.toBytes(problem));
  }

  private static final class OneEndpoint extends ServerEndpointConfig.Configurator {
    private final LiveEndpoint endpoint;

    OneEndpoint(LiveEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(endpoint);
    }
  }
}
