package io.gaia.bench.fanout.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/**
 * A bare Jetty: what one socket sends at {@code /send} goes to every socket at {@code /listen}. It
 * knows no users, no channels, no queues, no cursors, and no Kafka.
 */
public final class EchoServer {
  private static final byte[] SUBSCRIBED =
      "{\"type\":\"subscribed\"}".getBytes(StandardCharsets.UTF_8);

  private final Set<CoreSession> listening = ConcurrentHashMap.newKeySet();

  private EchoServer() {}

  /**
   * Runs until it is killed.
   *
   * @param args the port
   */
  public static void main(String[] args) throws Exception {
    EchoServer echo = new EchoServer();
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setPort(Integer.parseInt(args[0]));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    WebSocketUpgradeHandler upgrades = new WebSocketUpgradeHandler();
    upgrades.addMapping("/listen", (request, response, callback) -> echo.new Listening());
    upgrades.addMapping("/send", (request, response, callback) -> echo.new Sending());
    server.setHandler(upgrades);
    server.start();
    server.join();
  }

  private static void send(CoreSession session, ByteBuffer text) {
    session.sendFrame(new Frame(OpCode.TEXT).setPayload(text), Callback.NOOP, false);
  }

  /** Both ends of the echo. */
  private abstract static class Handler implements FrameHandler {
    private CoreSession session;

    abstract void opened(CoreSession session);

    abstract void text(ByteBuffer text);

    abstract void closed(CoreSession session);

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
      session = opened;
      opened(opened);
      callback.succeeded();
      opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
      if (frame.getOpCode() == OpCode.TEXT) {
        text(frame.getPayload());
      }
      callback.succeeded();
      session.demand();
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
      callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
      closed(session);
      callback.succeeded();
    }
  }

  private final class Listening extends Handler {
    private CoreSession session;

    @Override
    void opened(CoreSession opened) {
      session = opened;
      listening.add(opened);
    }

    @Override
    void text(ByteBuffer text) {
      send(session, ByteBuffer.wrap(SUBSCRIBED));
    }

    @Override
    void closed(CoreSession closed) {
      listening.remove(closed);
    }
  }

  private final class Sending extends Handler {
    @Override
    void opened(CoreSession opened) {
      // a frame that comes in two reads is passed on as one
      opened.setAutoFragment(false);
    }

    @Override
    void text(ByteBuffer text) {
      // the buffer is Jetty's again when this returns
      ByteBuffer copy = BufferUtil.copy(text);
      listening.forEach(session -> send(session, copy.slice()));
    }

    @Override
    void closed(CoreSession closed) {}
  }
}
