package io.gaia.bench.fanout.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
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
 * knows no users, no channels, no cursors, and no Kafka.
 */
public final class EchoServer {
  /** The argument with which it sends in batches. */
  public static final String BATCHES = "batches";

  private static final byte[] SUBSCRIBED =
      "{\"type\":\"subscribed\"}".getBytes(StandardCharsets.UTF_8);

  private final Set<CoreSession> listening = ConcurrentHashMap.newKeySet();
  private final Consumer<ByteBuffer> toAll;

  private EchoServer(boolean inBatches) {
    toAll = inBatches ? inBatches() : text -> listening.forEach(to -> send(to, text, false));
  }

  /**
   * Runs until it is killed.
   *
   * @param args the port, and {@code batches} when what has come together shall leave together
   */
  public static void main(String[] args) throws Exception {
    EchoServer echo = new EchoServer(args.length > 1 && args[1].equals(BATCHES));
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

  private static void send(CoreSession session, ByteBuffer text, boolean moreFollow) {
    session.sendFrame(new Frame(OpCode.TEXT).setPayload(text.slice()), Callback.NOOP, moreFollow);
  }

  /** Messages that wait while others are sent go out in one write for each socket. */
  private Consumer<ByteBuffer> inBatches() {
    BlockingQueue<ByteBuffer> waiting = new LinkedBlockingQueue<>();
    Thread sender = new Thread(() -> sendBatches(waiting), "batches");
    sender.setDaemon(true);
    sender.start();
    return waiting::add;
  }

  private void sendBatches(BlockingQueue<ByteBuffer> waiting) {
    List<ByteBuffer> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(waiting.take());
        waiting.drainTo(batch);
        int last = batch.size() - 1;
        for (CoreSession session : listening) {
          for (int i = 0; i <= last; i++) {
            send(session, batch.get(i), i < last);
          }
        }
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
      send(session, ByteBuffer.wrap(SUBSCRIBED), false);
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
      toAll.accept(BufferUtil.copy(text));
    }

    @Override
    void closed(CoreSession closed) {}
  }
}
