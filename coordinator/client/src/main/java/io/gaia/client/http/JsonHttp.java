package io.gaia.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * JSON over HTTP to one server. A request that got no answer, or 503, is sent again until the
 * patience is used up; a change carries one {@code Idempotency-Key} in all its tries, so it applies
 * once. Thread-safe.
 */
public final class JsonHttp {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than a claim or a lock may wait on the server. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(40);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int UNAVAILABLE = 503;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final URI base;
  private final Optional<String> token;
  private final Duration patience;
  private final boolean knowsIdempotencyKeys;

  private JsonHttp(
      URI base, Optional<String> token, Duration patience, boolean knowsIdempotencyKeys) {
    this.base = base;
    this.token = token;
    this.patience = patience;
    this.knowsIdempotencyKeys = knowsIdempotencyKeys;
  }

  /**
   * @param base without a path
   * @param token a bearer token
   * @param patience how long to try again
   */
  public static JsonHttp toCoordinator(URI base, Optional<String> token, Duration patience) {
    return new JsonHttp(base, token, patience, true);
  }

  /** To a server that would apply a repeated change twice: it is repeated only if never sent. */
  static JsonHttp toForeignServer(URI base, Duration patience) {
    return new JsonHttp(base, Optional.empty(), patience, false);
  }

  public URI base() {
    return base;
  }

  public Optional<String> token() {
    return token;
  }

  public JsonNode get(String path) {
    return send(request(path).GET(), true);
  }

  /**
   * @param body absent: an empty body
   */
  public JsonNode post(String path, Optional<JsonNode> body) {
    return change("POST", path, body);
  }

  public JsonNode put(String path, JsonNode body) {
    return change("PUT", path, Optional.of(body));
  }

  public JsonNode patch(String path, JsonNode body) {
    return change("PATCH", path, Optional.of(body));
  }

  public JsonNode delete(String path) {
    return change("DELETE", path, Optional.empty());
  }

  /** Sends something that is no JSON, once. */
  public JsonNode upload(String path, String contentType, BodyPublisher body) {
    return send(request(path).header("Content-Type", contentType).POST(body), false);
  }

  private JsonNode change(String method, String path, Optional<JsonNode> body) {
    HttpRequest.Builder request =
        request(path).header("Idempotency-Key", UUID.randomUUID().toString());
    if (body.isPresent()) {
      request.header("Content-Type", "application/json");
    }
    return send(
        request.method(
            method,
            body.map(json -> BodyPublishers.ofString(json.toString()))
                .orElseGet(BodyPublishers::noBody)),
        knowsIdempotencyKeys);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(ANSWER_TIMEOUT)
            .header("Accept", "application/json, application/problem+json");
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    return request;
  }

  private JsonNode send(HttpRequest.Builder builder, boolean mayRepeat) {
    HttpRequest request = builder.build();
    long deadline = System.nanoTime() + patience.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Optional<HttpResponse<String>> response = Optional.empty();
      Optional<IOException> failure = Optional.empty();
      try {
        response = Optional.of(client.send(request, BodyHandlers.ofString()));
      } catch (IOException e) {
        failure = Optional.of(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnreachableException("stopped while waiting for " + base, e);
      }
      boolean neverSent = failure.filter(ConnectException.class::isInstance).isPresent();
      boolean noAnswer = response.map(answer -> answer.statusCode() == UNAVAILABLE).orElse(true);
      boolean again = neverSent || (mayRepeat && noAnswer);
      if (!again || System.nanoTime() + pause.toNanos() > deadline) {
        return answer(response, failure);
      }
      pauseFor(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private JsonNode answer(Optional<HttpResponse<String>> response, Optional<IOException> failure) {
    if (response.isEmpty()) {
      IOException cause = failure.orElseThrow();
      String why = cause instanceof ConnectException ? "does not answer" : "broke off: " + cause;
      throw new UnreachableException(base + " " + why, cause);
    }
    HttpResponse<String> answer = response.get();
    if (answer.statusCode() < 300) {
      return json(answer.body())
          .orElseThrow(
              () -> new RefusedException(answer.statusCode(), "", base + " answered no JSON"));
    }
    JsonNode problem = json(answer.body()).orElse(MissingNode.getInstance());
    String detail =
        problem
            .path("detail")
            .asText(
                problem
                    .path("title")
                    .asText(
                        firstLine(problem.path("errors").path(0).asText())
                            .orElse("HTTP status " + answer.statusCode())));
    String code = problem.path("code").asText("");
    if (answer.statusCode() == UNAVAILABLE && !code.equals("feature-disabled")) {
      throw new UnreachableException(base + " is not available: " + detail, null);
    }
    throw new RefusedException(
        answer.statusCode(), code, code.isEmpty() ? detail : code + ": " + detail);
  }

  /** Flink puts whole stack traces into its errors. */
  private static Optional<String> firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst();
  }

  private static Optional<JsonNode> json(String body) {
    if (body.isBlank()) {
      return Optional.of(MissingNode.getInstance());
    }
    try {
      return Optional.of(EventCodec.mapper().readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
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
