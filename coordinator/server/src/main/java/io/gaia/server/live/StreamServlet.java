package io.gaia.server.live;

import io.gaia.server.auth.Caller;
import io.gaia.server.http.ClientWatch;
import io.gaia.server.http.ProblemAnswer;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.ProblemException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * {@code GET /api/v1/stream}: the same events as server-sent events, for networks that let no
 * WebSocket through. No stream holds a thread.
 */
final class StreamServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  /** Clients of a node that goes down come back spread over this time. */
  private static final long RETRY_MS = 1_000;

  private static final long RETRY_SPREAD_MS = 2_000;
  // far from any divisor of the spread, so that neighbours are not sent back together
  private static final long RETRY_STEP_MS = 787;

  private final transient Hub hub;
  private final transient LiveGate gate;
  private final transient ClientWatch clients;

  /**
   * @param clients notices those who go without a word
   */
  StreamServlet(Hub hub, LiveGate gate, ClientWatch clients) {
    this.hub = hub;
    this.gate = gate;
    this.clients = clients;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      StreamQuery query = StreamQuery.of(request);
      Caller caller = gate.admit(request);
      if (!hub.subscriptions().mayBeHeardInPart(caller, query.channels().keySet())) {
        throw ProblemCode.FORBIDDEN.because("Not a channel of yours");
      }
      begin(request, response, caller, query);
    } catch (ProblemException e) {
      ProblemAnswer.write(response, e.problem());
    }
  }

  @Override
  protected void doHead(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Allow", "GET");
    ProblemAnswer.write(
        response, ProblemCode.METHOD_NOT_ALLOWED.because("A stream takes GET").problem());
  }

  private void begin(
      HttpServletRequest request, HttpServletResponse response, Caller caller, StreamQuery query) {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    // proxies that collect answers would hold events back
    response.setHeader("X-Accel-Buffering", "no");
    ServletContextRequest jetty = ServletContextRequest.getServletContextRequest(request);
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    AtItsEnd atItsEnd = new AtItsEnd();
    async.addListener(atItsEnd);
    StreamOutbound outbound =
        new StreamOutbound(
            jetty.getServletContextResponse(),
            jetty.getConnectionMetaData().getConnection().getEndPoint(),
            async,
            new StreamPosition(query.channels()));
    LiveConnection connection =
        hub.connect(caller, request.getRemoteAddr(), Door.EVENT_STREAM, outbound);
    Optional<ClientWatch.Watched> watched = clients.watch(request, outbound::abort);
    atItsEnd.then(
        () -> {
          watched.ifPresent(ClientWatch.Watched::close);
          hub.ended(connection);
        });
    outbound.begin(RETRY_MS + connection.who().id() * RETRY_STEP_MS % RETRY_SPREAD_MS);
    hub.subscriptions().subscribe(connection, query.channels());
  }

  /** Does something when the request is over, also when it is over already. */
  private static final class AtItsEnd implements AsyncListener {
    private boolean isOver;
    private Optional<Runnable> action = Optional.empty();

    void then(Runnable whatToDo) {
      boolean now;
      synchronized (this) {
        now = isOver;
        action = Optional.of(whatToDo);
      }
      if (now) {
        whatToDo.run();
      }
    }

    @Override
    public void onComplete(AsyncEvent event) {
      Optional<Runnable> toDo;
      synchronized (this) {
        isOver = true;
        toDo = action;
      }
      toDo.ifPresent(Runnable::run);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // there is none
    }

    @Override
    public void onError(AsyncEvent event) {
      event.getAsyncContext().complete();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // it is started once
    }
  }
}
