package io.gaia.server.live;

import io.gaia.server.auth.Caller;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
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
  private final Caller caller;
  private volatile Optional<LiveConnection> connection = Optional.empty();

  LiveEndpoint(Hub hub, Caller caller) {
    this.hub = hub;
    this.caller = caller;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    LiveSettings settings = hub.settings();
    session.setMaxIdleTimeout(settings.idleTimeout().toMillis());
    session.setMaxTextMessageBufferSize(settings.maxMessageBytes());
    session.setMaxBinaryMessageBufferSize(settings.maxMessageBytes());
    LiveConnection opened =
        hub.connect(caller, new JettyOutbound((JakartaWebSocketSession) session));
    connection = Optional.of(opened);
    session.addMessageHandler(new Received(hub, opened));
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    connection.ifPresent(hub::disconnect);
  }

  @Override
  public void onError(Session session, Throwable cause) {
    LOG.debug("Socket of {} failed", caller.subject(), cause);
  }

  private record Received(Hub hub, LiveConnection connection)
      implements MessageHandler.Whole<String> {
    @Override
    public void onMessage(String text) {
      hub.received(connection, text);
    }
  }
}
