package io.gaia.client.http;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server answered, whichever way.
 *
 * @param retryAfter when it asks to be asked again
 */
record Reply(int status, String body, Optional<Duration> retryAfter) {

  private static final int UNAVAILABLE = 503;
  private static final int TOO_MANY = 429;

  static Reply of(HttpResponse<String> response) {
    Optional<Duration> retryAfter =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(text -> text.matches("\\d{1,9}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    return new Reply(response.statusCode(), response.body(), retryAfter);
  }

  static Reply of(CallSocket.Answer answer) {
    String body = answer.body().isMissingNode() ? "" : answer.body().toString();
    return new Reply(answer.status(), body, answer.retryAfter());
  }

  boolean isUnavailable() {
    return status == UNAVAILABLE;
  }

  /** The server says that the same request may do better later. */
  boolean isForLater() {
    return isUnavailable() || (status == TOO_MANY && retryAfter.isPresent());
  }
}
