package io.gaia.client.coordination;

import io.gaia.client.http.CallSockets;
import io.gaia.client.http.JsonHttp;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The coordinator, from Java. Every call waits for its answer. What got no answer is asked again,
 * of the next node if there are several, until the patience is used up; a change carries one
 * request id through all its tries and applies once. Thread-safe.
 *
 * <pre>{@code
 * var client = CoordinationClient.to(List.of(url), Optional.of(token), Duration.ofSeconds(30));
 * client.tasks().enqueue(TaskSpec.of("build", payload).in("compilers").withKey("build-1"));
 * try (LiveSession session = client.join(SessionSpec.named("builder-1"))) {
 *   for (Task task : session.claim(1, Duration.ofSeconds(25))) {
 *     session.report(task.claim(), 50, "half way");
 *     session.complete(task.claim(), Optional.of(result));
 *   }
 *   try (HeldLock lock = session.lock("deploy", Duration.ofMinutes(1), Duration.ofSeconds(25))) {
 *     deploy(lock.fence()); // whoever takes it carries the fence along and refuses older ones
 *   }
 * }
 * }</pre>
 *
 * <p>All calls throw {@link io.gaia.client.http.RefusedException}, with the problem's code, when
 * the answer is no, and {@link io.gaia.client.http.UnreachableException} when there is none.
 */
public final class CoordinationClient {

  private final JsonHttp http;

  private CoordinationClient(JsonHttp http) {
    this.http = http;
  }

  /**
   * @param nodes addresses of the cluster's nodes, at least one; any of them serves any request
   * @param token a bearer token of role agent, or admin
   * @param patience how long to ask again when nobody answers
   */
  public static CoordinationClient to(List<URI> nodes, Optional<String> token, Duration patience) {
    return over(JsonHttp.toCoordinator(nodes, token, patience));
  }

  /** Over connections that are there. */
  public static CoordinationClient over(JsonHttp http) {
    return new CoordinationClient(http);
  }

  /**
   * The same nodes; heartbeats, claims, locks and the steps of tasks go over sockets, which many
   * sessions of a process may share. That takes a fraction of the time of as many requests.
   *
   * @param sockets with the same token; open for as long as the client is used
   */
  public CoordinationClient over(CallSockets sockets) {
    return new CoordinationClient(http.over(sockets));
  }

  /**
   * The same nodes and connections with other bounds.
   *
   * @param patience how long to ask again; zero: once
   * @param answerTimeout how long one try may take
   */
  public CoordinationClient within(Duration patience, Duration answerTimeout) {
    return new CoordinationClient(http.within(patience, answerTimeout));
  }

  /** The plain calls about sessions; {@link #join} keeps one alive. */
  public Sessions sessions() {
    return new Sessions(http);
  }

  public Tasks tasks() {
    return new Tasks(http);
  }

  public Lessons lessons() {
    return new Lessons(http);
  }

  public Locks locks() {
    return new Locks(http);
  }

  /** The queue and the nodes behind it. */
  public Operations operations() {
    return new Operations(http);
  }

  /** Registers a session and keeps it alive until it is closed. */
  public LiveSession join(SessionSpec spec) {
    return join(spec, new SessionListener() {});
  }

  /**
   * As {@link #join(SessionSpec)}.
   *
   * @param listener is told what happens to the session and its work
   */
  public LiveSession join(SessionSpec spec, SessionListener listener) {
    return LiveSession.start(this, spec, listener);
  }
}
