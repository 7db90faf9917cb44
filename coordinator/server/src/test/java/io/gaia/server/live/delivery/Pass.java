package io.gaia.server.live.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.testkit.LiveClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What opens a door; each connection asks for the next. */
interface Pass {

  /**
   * @param query to be appended to the address, with its question mark; empty for none
   */
  record Entry(Map<String, String> headers, String query) {}

  CompletableFuture<Entry> next();

  /** The token itself, as an app has it. */
  static Pass token(String token) {
    Entry entry = new Entry(Map.of("Authorization", "Bearer " + token), "");
    return () -> CompletableFuture.completedFuture(entry);
  }

  /** A new one-time ticket each time, as a page has it. */
  static Pass tickets(URI tickets, String token) {
    HttpRequest request =
        HttpRequest.newBuilder(tickets)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return () ->
        LiveClient.http()
            .sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .thenApply(made -> new Entry(Map.of(), "?ticket=" + ticket(made)));
  }

  private static String ticket(HttpResponse<String> made) {
    if (made.statusCode() != 201) {
      throw new IllegalStateException("no ticket: " + made.statusCode() + " " + made.body());
    }
    try {
      return EventCodec.mapper().readTree(made.body()).get("ticket").textValue();
    } catch (JsonProcessingException e) {
      throw new CompletionException(e);
    }
  }
}
