package io.gaia.client.http;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

  private JsonHttp(
      HttpClient client,
      List<URI> servers,
      AtomicInteger current,
      Optional<String> token,
      Duration patience,
      Duration answerTimeout,
      boolean knowsIdempotencyKeys) {
    this.client = client;
    this.servers = List.copyOf(servers);
    this.current = current;
    this.token = token;
    this.patience = patience;
    this.answerTimeout = answerTimeout;
    this.knowsIdempotencyKeys = knowsIdempotencyKeys;
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
        newClient(), nodes, new AtomicInteger(), token, patience, ANSWER_TIMEOUT, true);
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
        false);
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
        client, servers, current, token, newPatience, newAnswerTimeout, knowsIdempotencyKeys);
  }

  /**
   * The same servers and connections for changes that would do harm when repeated: they go to the
   * next server only if they were never sent.
   *
   * @param newAnswerTimeout how long one try may take
   */
  public JsonHttp neverRepeating(Duration newAnswerTimeout) {
    return new JsonHttp(client, servers, current, token, patience, newAnswerTimeout, false);
  }

  /** The server that requests go to now. */
  public URI base() {
    return servers.get(Math.floorMod(current.get(), servers.size()));
  }

  public Optional<String> token() {
    return token;
  }

  public JsonNode get(String path) {
    return send(new Exchange("GET", path, BodyPublishers.noBody(), List.of()), true);
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
    return send(new Exchange("POST", path, body, List.of("Content-Type", contentType)), false);
  }

  /** Writes what is there, as it comes, into that file. */
  public void download(String path, Path file) {
    Exchange exchange =
        new Exchange(
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
    List<String> headers = new ArrayList<>(List.of("Idempotency-Key", requestId));
    if (body.isPresent()) {
      headers.addAll(List.of("Content-Type", "application/json"));
    }
    BodyPublisher publisher =
        body.map(json -> BodyPublishers.ofString(json.toString()))
            .orElseGet(BodyPublishers::noBody);
    return send(new Exchange(method, path, publisher, headers), knowsIdempotencyKeys);
  }

  /**
   * One request, wherever it goes.
   *
   * @param headers name and value by turns
   */
  private record Exchange(String method, String path, BodyPublisher body, List<String> headers) {}

  private HttpRequest request(Exchange exchange, URI base) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(exchange.path()))
            .timeout(answerTimeout)
            .header("Accept", "application/json, application/problem+json")
            .method(exchange.method(), exchange.body());
    if (!exchange.headers().isEmpty()) {
      request.headers(exchange.headers().toArray(String[]::new));
    }
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    return request.build();
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
      Optional<HttpResponse<String>> response = Optional.empty();
      Optional<IOException> failure = Optional.empty();
      try {
        response = Optional.of(client.send(request(exchange, base), body));
      } catch (IOException e) {
        failure = Optional.of(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnreachableException("stopped while waiting for " + base, e);
      }
      boolean neverSent = failure.filter(ConnectException.class::isInstance).isPresent();
      boolean noAnswer = response.map(JsonAnswer::isForLater).orElse(true);
      if (!(neverSent || (mayRepeat && noAnswer))) {
        return JsonAnswer.of(base, response, failure);
      }
      // only the first of many threads that met this server's failure moves on
      current.compareAndSet(server, server + 1);
      failures++;
      Duration pause =
          RetryPause.after(
              failures,
              servers.size(),
              response.flatMap(RetryPause::askedFor),
              ThreadLocalRandom.current().nextDouble());
      if (System.nanoTime() + pause.toNanos() > deadline) {
        return JsonAnswer.of(base, response, failure);
      }
      pauseFor(pause);
    }
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
