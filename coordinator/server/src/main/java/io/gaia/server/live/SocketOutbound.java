package io.gaia.server.live;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.ee10.websocket.jakarta.common.JakartaWebSocketSession;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * A socket in Jetty. It uses Jetty's own session, because there a ping does not block and a frame
 * that goes to many sockets is encoded once.
 */
final class SocketOutbound implements Outbound {

  private final JakartaWebSocketSession session;
  private final CoreSession core;

  SocketOutbound(JakartaWebSocketSession session) {
    this.session = session;
    core = session.getCoreSession();
  }

  @Override
  public void send(List<LiveFrame> frames, Sent done) {
    int last = frames.size() - 1;
    for (LiveFrame frame : frames.subList(0, last)) {
      // goes out with the last one; when it fails, so does that
      core.sendFrame(text(frame), Callback.NOOP, true);
    }
    core.sendFrame(text(frames.get(last)), Callback.from(done::ok, done::failed), false);
  }

  private static Frame text(LiveFrame frame) {
    return new Frame(OpCode.TEXT).setPayload(ByteBuffer.wrap(frame.text()));
  }

  @Override
  public void ping() {
    core.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
  }

  @Override
  public void close(CloseCode code, String reason) {
    core.close(code.code(), reason, Callback.NOOP);
  }

  @Override
  public void abort() {
    session.abort();
  }
}
