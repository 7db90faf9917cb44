package io.gaia.server.live.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.testkit.LiveClient;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;

/** Through {@code GET /api/v1/stream}. */
record StreamDoor(URI address, Pass pass) implements Door {

  @Override
  public CompletableFuture<Link> open(Map<String, String> after, Ear ear) {
    String query =
        after.entrySet().stream()
            .map(each -> "channel=" + encoded(each.getKey()) + "&after=" + encoded(each.getValue()))
            .collect(Collectors.joining("&", "?", ""));
    return pass.next()
        .thenCompose(
            entry -> {
              Stream stream = new Stream(ear);
              HttpRequest.Builder request =
                  HttpRequest.newBuilder(
                      URI.create(address + query + entry.query().replace('?', '&')));
              entry.headers().forEach(request::header);
              var unused =
                  LiveClient.http()
                      .sendAsync(request.build(), stream::begin)
                      .whenComplete((answer, failure) -> stream.isOver());
              return stream.opened;
            });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static final class Stream implements Flow.Subscriber<String>, Link {
    private static final int NO_CLOSE_CODE = 1006;
    private static final String DATA = "data: ";

    private final Ear ear;
    private final CompletableFuture<Link> opened = new CompletableFuture<>();
    private final StringBuilder data = new StringBuilder();
    private volatile Flow.Subscription lines;
    private volatile boolean isReading = true;

    Stream(Ear ear) {
      this.ear = ear;
    }

    BodySubscriber<Void> begin(ResponseInfo answer) {
      return answer.statusCode() == 200
          ? BodySubscribers.fromLineSubscriber(this)
          : BodySubscribers.discarding();
    }

    /** However it came to that; what is over already, or was never opened, hears it too. */
    void isOver() {
      opened.completeExceptionally(new IllegalStateException("no stream"));
      ear.ended(NO_CLOSE_CODE);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      lines = subscription;
      opened.complete(this);
      subscription.request(1);
    }

    @Override
    public void onNext(String line) {
      if (line.startsWith(DATA)) {
        data.append(line, DATA.length(), line.length());
      } else if (line.isEmpty() && !data.isEmpty()) {
        dispatch(data.toString());
        data.setLength(0);
      }
      if (isReading) {
        lines.request(1);
      }
    }

    private void dispatch(String json) {
      try {
        JsonNode frame = EventCodec.mapper().readTree(json);
        if (frame.path("type").asText().equals("closing")) {
          ear.ended(frame.get("code").intValue());
        } else {
          ear.frame(frame);
        }
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onError(Throwable failure) {
      ear.ended(NO_CLOSE_CODE);
    }

    @Override
    public void onComplete() {
      ear.ended(NO_CLOSE_CODE);
    }

    @Override
    public void stopReading() {
      isReading = false;
    }

    @Override
    public void readOn() {
      isReading = true;
      lines.request(1);
    }

    @Override
    public void close() {
      lines.cancel();
    }

    @Override
    public void abort() {
      lines.cancel();
    }
  }
}
