package io.gaia.server.live;

import jakarta.servlet.AsyncContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event stream in Jetty. It writes to Jetty's own response, because there a write ends in a
 * callback and holds no thread. What is written while a write is on its way waits for it: that is
 * at most a sign of life, a frame and the last frame. Thread-safe.
 */
final class StreamOutbound implements Outbound {

  private static final Logger LOG = LoggerFactory.getLogger(StreamOutbound.class);
  private static final byte[] KEEP_ALIVE = utf8(":\n\n");

  private record Write(byte[] bytes, Sent done) {}

  private final Response response;
  private final EndPoint endPoint;
  private final AsyncContext request;
  private final StreamPosition position;
  private final ArrayDeque<Write> waiting = new ArrayDeque<>();
  private final AtomicBoolean completed = new AtomicBoolean();
  private boolean writing;
  private boolean closing;

  /**
   * @param request that this stream answers; complete when the stream has ended
   */
  StreamOutbound(
      Response response, EndPoint endPoint, AsyncContext request, StreamPosition position) {
    this.response = response;
    this.endPoint = endPoint;
    this.request = request;
    this.position = position;
  }

  /** Tells the client how long to wait before it comes back, and that it is heard. */
  void begin(long retryMs) {
    write(new Write(utf8("retry: " + retryMs + "\n\n"), new Ignored()));
  }

  @Override
  public void send(List<LiveFrame> frames, Sent done) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    frames.forEach(frame -> lines.writeBytes(lines(frame)));
    write(new Write(lines.toByteArray(), done));
  }

  private byte[] lines(LiveFrame frame) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(frame.bytes() + 128);
    frame
        .at()
        .ifPresent(
            place -> {
              position.moveTo(place);
              lines.writeBytes(utf8("id: " + position + "\n"));
            });
    lines.writeBytes(utf8("data: "));
    for (byte each : frame.text()) {
      // JSON may have line ends between its tokens
      if (each == '\n' || each == '\r') {
        lines.writeBytes(utf8("\ndata: "));
      } else {
        lines.write(each);
      }
    }
    lines.writeBytes(utf8("\n\n"));
    return lines.toByteArray();
  }

  @Override
  public void ping() {
    synchronized (this) {
      if (writing) {
        return;
      }
    }
    write(new Write(KEEP_ALIVE, new Ignored()));
  }

  @Override
  public void close(CloseCode code, String reason) {
    write(new Write(lines(LiveFrames.closing(code, reason)), new Ended()));
  }

  @Override
  public void abort() {
    endPoint.close();
    complete();
  }

  private void write(Write write) {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = write.done() instanceof Ended;
      if (writing) {
        waiting.add(write);
        return;
      }
      writing = true;
    }
    toNetwork(write);
  }

  private void toNetwork(Write write) {
    response.write(
        false,
        ByteBuffer.wrap(write.bytes()),
        Callback.from(() -> written(write), cause -> failed(write, cause)));
  }

  private void written(Write write) {
    Optional<Write> next;
    synchronized (this) {
      next = Optional.ofNullable(waiting.poll());
      writing = next.isPresent();
    }
    write.done().ok();
    next.ifPresent(this::toNetwork);
  }

  private void failed(Write write, Throwable cause) {
    LOG.debug("An event stream cannot be written", cause);
    synchronized (this) {
      closing = true;
      waiting.clear();
    }
    write.done().failed(cause);
    complete();
  }

  /**
   * On a thread of the container: what listens to the end must not run under the caller's locks.
   */
  private void complete() {
    if (completed.compareAndSet(false, true)) {
      request.start(request::complete);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class Ignored implements Sent {
    @Override
    public void ok() {}

    @Override
    public void failed(Throwable cause) {}
  }

  private final class Ended implements Sent {
    @Override
    public void ok() {
      complete();
    }

    @Override
    public void failed(Throwable cause) {}
  }
}
