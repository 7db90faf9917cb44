package io.gaia.server.live;

import io.gaia.server.calls.Call;
import io.gaia.server.calls.CallRoutes;
import io.gaia.server.http.Presence;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one socket that are not answered yet. Thread-safe. */
final class OpenCalls {

  /** One more is refused: a client that does not wait for answers is not to fill the memory. */
  static final int MOST = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(OpenCalls.class);

  /** As long as an HTTP request waits for the log; what stands in a queue has ends of its own. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final CallRoutes routes;
  private final Answers answers;
  private final LiveConnection connection;
  private final LiveMetrics metrics;
  private final Map<String, OpenCall> open = new ConcurrentHashMap<>();
  private volatile boolean isGone;
  private volatile boolean takesLists;
  // touched by the answering thread alone
  private final List<LiveFrame> ready = new ArrayList<>();

  OpenCalls(CallRoutes routes, Answers answers, LiveConnection connection, LiveMetrics metrics) {
    this.routes = routes;
    this.answers = answers;
    this.connection = connection;
    this.metrics = metrics;
    answers.join(this);
  }

  boolean hasRoomFor(Call call) {
    return open.size() < MOST && !open.containsKey(call.id());
  }

  /** The answer is sent when it is there. One at a time, and only what there is room for. */
  void take(Call call) {
    OpenCall one = new OpenCall(System.nanoTime());
    open.put(call.id(), one);
    metrics.calls().mark();
    var unused =
        routes
            .answer(call, connection.caller(), one, answers)
            .whenCompleteAsync((response, failure) -> settle(call.id(), one, response), answers);
  }

  /** Says why there is no room for it. */
  void refuse(Call call) {
    Problem problem =
        open.containsKey(call.id())
            ? Problem.invalidField("id", "id is of a call that is open")
            : Problem.of(ProblemCode.TOO_MANY, "A socket has at most " + MOST + " calls open");
    answers.execute(() -> tell(call.id(), problem.toResponse()));
  }

  /** Its client waits for that answer no more; false when there is no such call. */
  boolean cancel(String id) {
    Optional<OpenCall> one = Optional.ofNullable(open.get(id));
    one.ifPresent(OpenCall::leave);
    return one.isPresent();
  }

  private void settle(String id, OpenCall one, Response response) {
    if (open.remove(id, one)) {
      tell(id, response);
    }
  }

  private void tell(String id, Response response) {
    LiveFrame answer;
    try {
      answer = LiveFrames.answer(id, response, routes.mapper());
    } catch (RuntimeException e) {
      LOG.error("An answer could not be written", e);
      Problem problem = Problem.of(ProblemCode.INTERNAL, "The log has the cause");
      answer = LiveFrames.answer(id, problem.toResponse(), routes.mapper());
    }
    ready.add(answer);
    answers.sendSoon(this);
  }

  /** Sends what is ready; on the answering thread. */
  void send() {
    List<LiveFrame> frames = takesLists ? LiveFrames.lists(ready) : ready;
    frames.forEach(connection::answer);
    ready.clear();
    connection.drain();
  }

  /** Answers what nobody answers, such as while no node leads; on the answering thread. */
  void giveUpLate(long nowNanos) {
    open.forEach(
        (id, one) -> {
          if (!one.isWaiting() && nowNanos - one.sinceNanos() > PATIENCE_NANOS) {
            Problem late =
                Problem.of(
                    ProblemCode.UNAVAILABLE,
                    "No answer in time; the command may or may not have been applied, try again");
            settle(id, one, late.toResponse());
            // what comes of it later is to wait for nothing
            one.leave();
          }
        });
  }

  /** The client sends lists, so it may be sent some. */
  void takesLists() {
    takesLists = true;
  }

  /** The socket has ended. */
  void gone() {
    isGone = true;
    answers.leave(this);
    open.values().forEach(OpenCall::leave);
  }

  /** The socket has ended because the node stops, which ends what waits. */
  void forgotten() {
    answers.leave(this);
  }

  /** Its client is there as long as the socket is, and does not cancel it. */
  private final class OpenCall implements Presence {
    private volatile long sinceNanos;
    private final Map<Runnable, Boolean> watches = new ConcurrentHashMap<>();
    private volatile boolean hasLeft;

    OpenCall(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }

    /** When it was taken, or waited last. */
    long sinceNanos() {
      return sinceNanos;
    }

    /** True when it stands in a queue, which has an end of its own. */
    boolean isWaiting() {
      return !watches.isEmpty();
    }

    @Override
    public Watch watch(Runnable gone) {
      watches.put(gone, true);
      if (hasLeft || isGone) {
        end(gone);
      }
      return () -> waitsNoMore(gone);
    }

    private boolean waitsNoMore(Runnable gone) {
      // first: who finds it waiting no more is to find this
      sinceNanos = System.nanoTime();
      return watches.remove(gone) != null;
    }

    private void leave() {
      hasLeft = true;
      watches.keySet().forEach(this::end);
    }

    private void end(Runnable gone) {
      if (waitsNoMore(gone)) {
        gone.run();
      }
    }
  }
}
