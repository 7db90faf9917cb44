package io.gaia.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request, wherever and whichever way it goes.
 *
 * @param headers name and value by turns
 * @param change if it is one in JSON
 */
record Exchange(
    String method, String path, BodyPublisher body, List<String> headers, Optional<Change> change) {

  /**
   * What is to be changed.
   *
   * @param requestId the same for every try
   */
  record Change(Optional<JsonNode> body, String requestId) {}

  static Exchange of(String method, String path, BodyPublisher body, List<String> headers) {
    return new Exchange(method, path, body, headers, Optional.empty());
  }

  static Exchange change(String method, String path, Optional<JsonNode> body, String requestId) {
    List<String> headers = new ArrayList<>(List.of("Idempotency-Key", requestId));
    if (body.isPresent()) {
      headers.addAll(List.of("Content-Type", "application/json"));
    }
    BodyPublisher publisher =
        body.map(json -> BodyPublishers.ofString(json.toString()))
            .orElseGet(BodyPublishers::noBody);
    return new Exchange(method, path, publisher, headers, Optional.of(new Change(body, requestId)));
  }

  HttpRequest request(URI base, Optional<String> token, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(timeout)
            .header("Accept", "application/json, application/problem+json")
            .method(method, body);
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    return request.build();
  }

  boolean goesOverSockets() {
    return change.map(asked -> CallSockets.take(method, path, asked.body())).orElse(false);
  }

  /**
   * @throws IOException when there was no answer: it may or may not have been done
   */
  Reply over(CallSocket socket, Duration timeout) throws IOException, InterruptedException {
    Change asked = change.orElseThrow();
    return CallSockets.ask(
        socket, method, path, asked.body(), Optional.of(asked.requestId()), timeout);
  }
}
