package io.gaia.e2e.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gaia.e2e.coordination.Entry.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A client that sends a request again, under the same key, until it is answered. Thread-safe. */
final class Caller {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final List<URI> apis;
  private final AtomicInteger turn = new AtomicInteger();
  private final String token;
  private final Uptime uptime;
  private final Duration patience;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong broken = new AtomicLong();

  Caller(URI api, String token, Uptime uptime) {
    this(List.of(api), token, uptime);
  }

  /**
   * @param apis of nodes that serve as one: they are asked by turns, also with the same request
   */
  Caller(List<URI> apis, String token, Uptime uptime) {
    this(apis, token, uptime, PATIENCE);
  }

  /**
   * @param patience for one try
   */
  Caller(List<URI> apis, String token, Uptime uptime, Duration patience) {
    this.patience = patience;
    this.apis = List.copyOf(apis);
    this.token = token;
    this.uptime = uptime;
  }

  /**
   * What came back.
   *
   * @param span from the first try to this answer
   */
  record Answer(int status, JsonNode body, Span span) {
    boolean isDone() {
      return status < 300;
    }
  }

  /** Something to send. */
  record Call(String method, String path, String json, String key) {}

  /** How many requests were answered, refusals among them. */
  long answers() {
    return answers.get();
  }

  /** How many requests were not. */
  long broken() {
    return broken.get();
  }

  /**
   * The answer to the first try that gets one.
   *
   * @param giveUp asked after each broken answer
   */
  Optional<Answer> call(Call call, BooleanSupplier giveUp) throws InterruptedException {
    long from = System.nanoTime();
    while (true) {
      Optional<Answer> answer = attempt(call, from);
      if (answer.isPresent()) {
        answers.incrementAndGet();
        return answer;
      }
      broken.incrementAndGet();
      if (giveUp.getAsBoolean()) {
        return Optional.empty();
      }
      uptime.awaitUp();
    }
  }

  /** Empty if the connection broke, or the coordinator could not say. */
  private Optional<Answer> attempt(Call call, long from) throws InterruptedException {
    URI api = apis.get(Math.floorMod(turn.getAndIncrement(), apis.size()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + call.path()))
            .timeout(patience)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                call.method(),
                call.json().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(call.json()));
    if (!call.key().isEmpty()) {
      request.header("Idempotency-Key", call.key());
    }
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() >= 500) {
        return Optional.empty();
      }
      JsonNode body =
          response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body());
      return Optional.of(
          new Answer(response.statusCode(), body, new Span(from, System.nanoTime())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
