package io.gaia.server.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Refuses bodies of more than 4 MiB, declared or not, and those that trickle: each holds a thread.
 * What little is more than 4 MiB is read and thrown away first: a connection that is closed while
 * its client still writes loses the answer. Nothing of a stranger's body is read, so it comes after
 * the token.
 *
 * <p>Where an answer does not wait for the whole body, it says that the connection ends with it;
 * otherwise a client would send its next request into a connection that is being closed.
 */
@Priority(Priorities.ENTITY_CODER)
public final class BodyLimit implements ContainerRequestFilter, ContainerResponseFilter {

  public static final int MAX_BYTES = 4 * 1024 * 1024;

  /** Of a body beyond the limit, so that its client reads why it is refused. */
  private static final int MAX_DRAINED_BYTES = 16 * 1024 * 1024;

  private static final String BODY = BodyLimit.class.getName();

  private final Duration mayTake;
  private final LongSupplier nanoTime;

  /**
   * @param mayTake a body to arrive whole, once its request is there
   * @param nanoTime a clock that only runs forward
   */
  public BodyLimit(Duration mayTake, LongSupplier nanoTime) {
    this.mayTake = mayTake;
    this.nanoTime = nanoTime;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    if (!request.hasEntity()) {
      return;
    }
    Bounded body = new Bounded(request.getEntityStream(), request.getLength());
    request.setProperty(BODY, body);
    if (request.getLength() > MAX_BYTES) {
      if (request.getLength() <= MAX_DRAINED_BYTES) {
        body.drain();
      }
      throw new RefusedBody(tooLarge());
    }
    request.setEntityStream(body);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    boolean isRead =
        request.getProperty(BODY) instanceof Bounded body ? body.isRead() : isWithoutBody(request);
    if (!isRead) {
      response.getHeaders().putSingle("Connection", "close");
    }
  }

  /** By its headers alone: to look at the body would be to wait for it. */
  private static boolean isWithoutBody(ContainerRequestContext request) {
    return request.getLength() <= 0 && request.getHeaderString("Transfer-Encoding") == null;
  }

  private static ProblemException tooLarge() {
    return ProblemCode.TOO_LARGE.because("A body takes at most " + MAX_BYTES + " bytes");
  }

  private ProblemException tooSlow() {
    return ProblemCode.TOO_SLOW.because("A body has " + mayTake.toSeconds() + " s to arrive");
  }

  /** Thrown while reading; an IOException, because JSON readers pass those on as they are. */
  static final class RefusedBody extends IOException {
    private final transient ProblemException refusal;

    private RefusedBody(ProblemException refusal) {
      this.refusal = refusal;
    }

    Problem problem() {
      return refusal.problem();
    }
  }

  private final class Bounded extends FilterInputStream {
    private final long began = nanoTime.getAsLong();
    private final long declared;
    private long left = MAX_BYTES;
    private boolean ended;

    /**
     * @param declared bytes, -1 if that is not known
     */
    Bounded(InputStream body, long declared) {
      super(body);
      this.declared = declared;
    }

    /** Whether all of it has been read, with what is there already; does not wait. */
    boolean isRead() {
      long read = MAX_BYTES - left;
      try {
        while (!ended && read < declared && in.available() > 0) {
          read += Math.max(0, in.read(new byte[Math.min(in.available(), 64 * 1024)]));
        }
        return ended || read == declared;
      } catch (IOException | ProcessingException e) {
        // it broke off, or was closed unread
        return false;
      }
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      ended |= read < 0;
      if (read >= 0) {
        took(1);
      }
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      ended |= read < 0;
      if (read > 0) {
        took(read);
      }
      return read;
    }

    private void took(int bytes) throws IOException {
      requireInTime();
      left -= bytes;
      if (left < 0) {
        drain();
        throw new RefusedBody(tooLarge());
      }
    }

    private void requireInTime() throws IOException {
      if (nanoTime.getAsLong() - began > mayTake.toNanos()) {
        throw new RefusedBody(tooSlow());
      }
    }

    void drain() throws IOException {
      byte[] thrownAway = new byte[64 * 1024];
      int drained = 0;
      int read = in.read(thrownAway);
      while (read >= 0 && drained < MAX_DRAINED_BYTES) {
        requireInTime();
        drained += read;
        read = in.read(thrownAway);
      }
      ended = read < 0;
    }
  }
}
