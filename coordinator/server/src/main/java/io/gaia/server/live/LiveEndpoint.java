package io.gaia.server.live;

import io.gaia.server.auth.Caller;
import io.gaia.server.calls.CallRoutes;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.Optional;
import org.eclipse.jetty.ee10.websocket.jakarta.common.JakartaWebSocketSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted socket; its caller was known before the upgrade. Public because Jetty asks for it.
 */
public final class LiveEndpoint extends Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(LiveEndpoint.class);

  private final Hub hub;
  private final CallRoutes routes;
  private final Caller caller;
  private final String address;
  private volatile Optional<LiveConnection> connection = Optional.empty();
  private volatile Optional<OpenCalls> calls = Optional.empty();

  LiveEndpoint(Hub hub, CallRoutes routes, Caller caller, String address) {
    this.hub = hub;
    this.routes = routes;
    this.caller = caller;
    this.address = address;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    LiveSettings settings = hub.settings();
    session.setMaxIdleTimeout(settings.idleTimeout().toMillis());
    session.setMaxTextMessageBufferSize(settings.limits().maxFrameBytes());
    session.setMaxBinaryMessageBufferSize(settings.limits().maxFrameBytes());
    LiveConnection opened =
        hub.connect(
            caller, address, Door.WEBSOCKET, new SocketOutbound((JakartaWebSocketSession) session));
    connection = Optional.of(opened);
    OpenCalls open = new OpenCalls(routes, hub.answers(), opened, hub.metrics());
    calls = Optional.of(open);
    session.addMessageHandler(new SocketReader(hub, opened, open));
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    connection.ifPresent(hub::ended);
    // those who wait while the node stops keep their places: they go on at another
    calls.ifPresent(hub.isDraining() ? OpenCalls::forgotten : OpenCalls::gone);
  }

  @Override
  public void onError(Session session, Throwable cause) {
    LOG.debug("Socket of {} failed", caller.subject(), cause);
  }
}
