package io.gaia.server.live;

import io.gaia.server.auth.Caller;
import io.gaia.server.calls.CallRoutes;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemAnswer;
import io.gaia.server.http.ProblemException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.websocket.jakarta.server.JakartaWebSocketServerContainer;

/**
 * {@code /ws}: lets in who has a token or a ticket, and refuses everyone else before the upgrade,
 * with a problem like any other route.
 */
public final class SocketServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private static final String VERSION = "13";

  private final transient Hub hub;
  private final transient LiveGate gate;
  private final transient CallRoutes routes;

  SocketServlet(Hub hub, LiveGate gate, CallRoutes routes) {
    this.hub = hub;
    this.gate = gate;
    this.routes = routes;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    try {
      mustBeHandshake(request);
      upgrade(request, response, gate.admit(request));
    } catch (ProblemException e) {
      ProblemAnswer.write(response, e.problem());
    }
  }

  private static void mustBeHandshake(HttpServletRequest request) {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      throw Problem.invalidField("Upgrade", "This address takes a WebSocket upgrade").exception();
    }
    if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      throw Problem.invalidField(
              "Sec-WebSocket-Version", "Sec-WebSocket-Version takes " + VERSION + " (RFC 6455)")
          .exception();
    }
    if (request.getHeader("Sec-WebSocket-Key") == null) {
      throw Problem.invalidField("Sec-WebSocket-Key", "Sec-WebSocket-Key is missing").exception();
    }
  }

  private void upgrade(HttpServletRequest request, HttpServletResponse response, Caller caller)
      throws IOException, ServletException {
    ServerContainer container =
        JakartaWebSocketServerContainer.getContainer(request.getServletContext());
    LiveEndpoint endpoint = new LiveEndpoint(hub, routes, caller, request.getRemoteAddr());
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

  private static final class OneEndpoint extends ServerEndpointConfig.Configurator {
    private final LiveEndpoint endpoint;

    OneEndpoint(LiveEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** None: compressing what others chose beside secrets leaks them, and costs memory. */
    @Override
    public List<Extension> getNegotiatedExtensions(
        List<Extension> installed, List<Extension> requested) {
      return List.of();
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(endpoint);
    }
  }
}
