package io.gaia.client.http;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * JSON over HTTP to one service, which may have several servers. A request that got no answer, or
 * 503, is sent again, to the next server if there is one, until the patience is used up; a change
 * carries one {@code Idempotency-Key} in all its tries, so it applies once. Thread-safe.
 */
public final class JsonHttp {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than a claim or a lock may wait on the server. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(40);

  private final HttpClient client;
  private final List<URI> servers;
  // shared with what is made by within(): all follow the server that answers
  private final AtomicInteger current;
  private final Optional<String> token;
  private final Duration patience;
  private final Duration answerTimeout;
  private final boolean knowsIdempotencyKeys;
  private final Optional<CallSockets> sockets;

  private JsonHttp(
      HttpClient client,
      List<URI> servers,
      AtomicInteger current,
      Optional<String> token,
      Duration patience,
      Duration answerTimeout,
      boolean knowsIdempotencyKeys,
      Optional<CallSockets> sockets) {
    this.client = client;
    this.servers = List.copyOf(servers);
    this.current = current;
    this.token = token;
    this.patience = patience;
    this.answerTimeout = answerTimeout;
    this.knowsIdempotencyKeys = knowsIdempotencyKeys;
    this.sockets = sockets;
  }

  /**
   * @param nodes of one cluster, at least one, each without a path
   * @param token a bearer token
   * @param patience how long to try again
   */
  public static JsonHttp toCoordinator(List<URI> nodes, Optional<String> token, Duration patience) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a coordinator has at least one address");
    }
    return new JsonHttp(
        newClient(),
        nodes,
        new AtomicInteger(),
        token,
        patience,
        ANSWER_TIMEOUT,
        true,
        Optional.empty());
  }

  /** To a server that would apply a repeated change twice: it is repeated only if never sent. */
  static JsonHttp toForeignServer(URI base, Duration patience) {
    return new JsonHttp(
        newClient(),
        List.of(base),
        new AtomicInteger(),
        Optional.empty(),
        patience,
        ANSWER_TIMEOUT,
        false,
        Optional.empty());
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .build();
  }

  /**
   * The same servers and connections with other bounds.
   *
   * @param newPatience how long to try again; zero: once
   * @param newAnswerTimeout how long one try may take
   */
  public JsonHttp within(Duration newPatience, Duration newAnswerTimeout) {
    return new JsonHttp(
        client,
        servers,
        current,
        token,
        newPatience,
        newAnswerTimeout,
        knowsIdempotencyKeys,
        sockets);
  }

  /**
   * The same servers and connections for changes that would do harm when repeated: they go to the
   * next server only if they were never sent.
   *
   * @param newAnswerTimeout how long one try may take
   */
  public JsonHttp neverRepeating(Duration newAnswerTimeout) {
    return new JsonHttp(
        client, servers, current, token, patience, newAnswerTimeout, false, Optional.empty());
  }

  /** The same servers; what sessions ask for again and again goes over these sockets. */
  public JsonHttp over(CallSockets shared) {
    return new JsonHttp(
        client,
        servers,
        current,
        token,
        patience,
        answerTimeout,
        knowsIdempotencyKeys,
        Optional.of(shared));
  }

  /** The server that requests go to now. */
  public URI base() {
    return servers.get(Math.floorMod(current.get(), servers.size()));
  }

  public Optional<String> token() {
    return token;
  }

  public JsonNode get(String path) {
    return send(Exchange.of("GET", path, BodyPublishers.noBody(), List.of()), true);
  }

  /**
   * @param body absent: an empty body
   */
  public JsonNode post(String path, Optional<JsonNode> body) {
    return change("POST", path, body, newRequestId());
  }

  /**
   * @param requestId the same for every call that means the same change
   */
  public JsonNode post(String path, Optional<JsonNode> body, String requestId) {
    return change("POST", path, body, requestId);
  }

  public JsonNode put(String path, JsonNode body) {
    return change("PUT", path, Optional.of(body), newRequestId());
  }

  public JsonNode patch(String path, JsonNode body) {
    return change("PATCH", path, Optional.of(body), newRequestId());
  }

  public JsonNode delete(String path) {
    return change("DELETE", path, Optional.empty(), newRequestId());
  }

  /** Sends something that is no JSON, once. */
  public JsonNode upload(String path, String contentType, BodyPublisher body) {
    return send(Exchange.of("POST", path, body, List.of("Content-Type", contentType)), false);
  }

  /** Writes what is there, as it comes, into that file. */
  public void download(String path, Path file) {
    Exchange exchange =
        Exchange.of(
            "GET", path, BodyPublishers.noBody(), List.of("Accept", "application/octet-stream"));
    send(
        exchange,
        true,
        head ->
            head.statusCode() < 300
                ? BodySubscribers.mapping(
                    // a try before may have left more
                    BodySubscribers.ofFile(file, CREATE, WRITE, TRUNCATE_EXISTING), written -> "")
                : BodyHandlers.ofString().apply(head));
  }

  /** An {@code Idempotency-Key} that nobody has used. */
  public static String newRequestId() {
    return UUID.randomUUID().toString();
  }

  private JsonNode change(String method, String path, Optional<JsonNode> body, String requestId) {
    return send(Exchange.change(method, path, body, requestId), knowsIdempotencyKeys);
  }

  private JsonNode send(Exchange exchange, boolean mayRepeat) {
    return send(exchange, mayRepeat, BodyHandlers.ofString());
  }

  private JsonNode send(Exchange exchange, boolean mayRepeat, BodyHandler<String> body) {
    long deadline = System.nanoTime() + patience.toNanos();
    int failures = 0;
    while (true) {
      int server = current.get();
      URI base = servers.get(Math.floorMod(server, servers.size()));
      Optional<Reply> reply = Optional.empty();
      Optional<IOException> failure = Optional.empty();
      try {
        reply = Optional.of(ask(exchange, base, body, failures == 0));
      } catch (IOException e) {
        failure = Optional.of(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnreachableException("stopped while waiting for " + base, e);
      }
      boolean neverSent = failure.filter(JsonAnswer::isNeverSent).isPresent();
      boolean noAnswer = reply.map(Reply::isForLater).orElse(true);
      if (!(neverSent || (mayRepeat && noAnswer))) {
        return JsonAnswer.of(base, reply, failure);
      }
      // only the first of many threads that met this server's failure moves on
      current.compareAndSet(server, server + 1);
      failures++;
      Duration pause =
          RetryPause.after(
              failures,
              servers.size(),
              reply.flatMap(Reply::retryAfter),
              ThreadLocalRandom.current().nextDouble());
      if (System.nanoTime() + pause.toNanos() > deadline) {
        return JsonAnswer.of(base, reply, failure);
      }
      pauseFor(pause);
    }
  }

  /** Only the first try goes over a socket: what it cannot do, HTTP may. */
  private Reply ask(Exchange exchange, URI base, BodyHandler<String> body, boolean isFirst)
      throws IOException, InterruptedException {
    Optional<CallSocket> socket =
        sockets
            .filter(open -> isFirst && exchange.goesOverSockets())
            .flatMap(open -> open.to(base));
    if (socket.isPresent()) {
      try {
        return exchange.over(socket.get(), answerTimeout);
      } catch (HttpTimeoutException e) {
        throw e;
      } catch (IOException e) {
        if (!knowsIdempotencyKeys) {
          throw e;
        }
        // the socket has ended: at once over HTTP, under the same key
      }
    }
    return Reply.of(client.send(exchange.request(base, token, answerTimeout), body));
  }

  static void pauseFor(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("stopped while waiting", e);
    }
  }
}
