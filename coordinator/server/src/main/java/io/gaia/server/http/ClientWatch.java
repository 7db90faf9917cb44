package io.gaia.server.http;

import io.dropwizard.lifecycle.Managed;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the client of a request that waits has closed its connection. Jetty does not read
 * from a connection while a request on it is suspended, so it would see that only when it writes
 * the answer. Works for HTTP/1; a client behind TLS says goodbye in bytes that are not looked at,
 * and one that vanishes without a word is not noticed by anyone.
 */
public final class ClientWatch implements Managed {
  private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

  /** A closed socket is let go only when a selector has looked. */
  private static final long LOOK_MS = 1000;

  private final Selector selector;
  private final Thread thread = new Thread(this::run, "client-watch");
  private final Queue<Watched> added = new ConcurrentLinkedQueue<>();
  private final Queue<Watched> ended = new ConcurrentLinkedQueue<>();

  public ClientWatch() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector", e);
    }
    thread.setDaemon(true);
  }

  /** One connection that is looked at until it is closed. */
  public final class Watched implements Presence.Watch {
    private final SocketChannel channel;
    private final Runnable gone;
    private volatile boolean over;

    private Watched(SocketChannel channel, Runnable gone) {
      this.channel = channel;
      this.gone = gone;
    }

    /** Looks no more. */
    @Override
    public void close() {
      over = true;
      ended.add(this);
      selector.wakeup();
    }
  }

  /**
   * @param request whose body has been read
   * @param gone called once, on the watch's own thread, when the client has gone
   * @return empty when this connection cannot be looked at
   */
  public Optional<Watched> watch(HttpServletRequest request, Runnable gone) {
    return socketOf(request)
        .map(
            channel -> {
              Watched watched = new Watched(channel, gone);
              added.add(watched);
              selector.wakeup();
              return watched;
            });
  }

  /** Of that request's client, as far as its connection can be looked at. */
  public Presence presence(HttpServletRequest request) {
    return gone ->
        watch(request, gone).<Presence.Watch>map(watched -> watched).orElseGet(() -> () -> {});
  }

  private static Optional<SocketChannel> socketOf(HttpServletRequest request) {
    if (request == null) {
      // a route that is called within the process, as the tools of /mcp do, has no connection
      return Optional.empty();
    }
    Object transport =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint()
            .getTransport();
    return request.getProtocol().startsWith("HTTP/1") && transport instanceof SocketChannel channel
        ? Optional.of(channel)
        : Optional.empty();
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        letGo();
        takeUp();
        selector.select(this::look, LOOK_MS);
      }
    } catch (IOException | java.nio.channels.ClosedSelectorException e) {
      LOG.debug("Clients are watched no more", e);
    }
  }

  private void letGo() throws IOException {
    boolean any = false;
    for (Watched watched = ended.poll(); watched != null; watched = ended.poll()) {
      SelectionKey key = watched.channel.keyFor(selector);
      if (key != null && key.attachment() == watched) {
        key.cancel();
        any = true;
      }
    }
    if (any) {
      // so that the same channel may be taken up again
      selector.selectNow(this::look);
    }
  }

  private void takeUp() {
    for (Watched watched = added.poll(); watched != null; watched = added.poll()) {
      if (watched.over) {
        continue;
      }
      try {
        watched.channel.register(selector, SelectionKey.OP_READ, watched);
      } catch (ClosedChannelException e) {
        watched.gone.run();
      }
    }
  }

  /** Something can be read: bytes of a next request, or, when there are none, the end. */
  private void look(SelectionKey key) {
    Watched watched = (Watched) key.attachment();
    boolean end = isAtEnd(watched.channel);
    key.cancel();
    if (end && !watched.over) {
      watched.gone.run();
    }
  }

  private static boolean isAtEnd(SocketChannel channel) {
    try {
      return channel.socket().getInputStream().available() == 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() throws IOException {
    selector.close();
  }
}
