package io.gaia.server.live;

import io.gaia.server.calls.Call;
import io.gaia.server.calls.CallRoutes;
import io.gaia.server.http.Presence;
import io.gaia.server.http.ProblemCode;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The calls of one socket that are not answered yet. Thread-safe. */
final class OpenCalls implements Presence {

  /** One more is refused: a client that does not wait for answers is not to fill the memory. */
  static final int MOST = 1_000;

  private final CallRoutes routes;
  private final Answers answers;
  private final LiveConnection connection;
  private final LiveMetrics metrics;
  private final AtomicInteger open = new AtomicInteger();
  private final Set<Ending> watched = ConcurrentHashMap.newKeySet();
  private volatile boolean isGone;
  private volatile boolean takesLists;
  // touched by the answering thread alone
  private final List<LiveFrame> ready = new ArrayList<>();

  OpenCalls(CallRoutes routes, Answers answers, LiveConnection connection, LiveMetrics metrics) {
    this.routes = routes;
    this.answers = answers;
    this.connection = connection;
    this.metrics = metrics;
  }

  boolean isFull() {
    return open.get() >= MOST;
  }

  /** The answer is sent when it is there. One at a time. */
  void take(Call call) {
    open.incrementAndGet();
    metrics.calls().mark();
    var unused =
        routes
            .answer(call, connection.caller(), this, answers)
            .whenCompleteAsync((response, failure) -> settle(call, response), answers);
  }

  private void settle(Call call, Response response) {
    open.decrementAndGet();
    tell(call, response);
  }

  private void tell(Call call, Response response) {
    ready.add(LiveFrames.answer(call.id(), response, routes.mapper()));
    answers.sendSoon(this);
  }

  /** Sends what is ready; on the answering thread. */
  void send() {
    // who asked has room for the answers: they are as many as the calls that it may have open
    List<LiveFrame> frames = takesLists ? LiveFrames.lists(ready) : ready;
    frames.forEach(frame -> connection.offer(frame, true));
    ready.clear();
    connection.drain();
  }

  /** The client sends lists, so it may be sent some. */
  void takesLists() {
    takesLists = true;
  }

  void refuse(Call call) {
    Response refusal =
        ProblemCode.TOO_MANY
            .because("A socket has at most " + MOST + " calls open")
            .problem()
            .toResponse();
    answers.execute(() -> tell(call, refusal));
  }

  @Override
  public Watch watch(Runnable gone) {
    Ending ending = new Ending(gone);
    watched.add(ending);
    if (isGone) {
      ending.come();
    }
    return ending;
  }

  /** The socket has ended. */
  void gone() {
    isGone = true;
    watched.forEach(Ending::come);
  }

  private final class Ending implements Watch {
    private final Runnable gone;
    private final AtomicBoolean over = new AtomicBoolean();

    Ending(Runnable gone) {
      this.gone = gone;
    }

    private void come() {
      watched.remove(this);
      if (over.compareAndSet(false, true)) {
        gone.run();
      }
    }

    @Override
    public void close() {
      over.set(true);
      watched.remove(this);
    }
  }
}
