package io.gaia.server.testkit;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of server-sent events that keeps every frame, and reads only while it wants to. */
public final class StreamClient implements LiveReader {

  private final List<JsonNode> frames = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger comments = new AtomicInteger();
  private final Semaphore mayRead = new Semaphore(1);
  private final HttpResponse<InputStream> response;
  private volatile String lastId = "";
  private volatile Optional<Long> retryMs = Optional.empty();
  private volatile Optional<Integer> closed = Optional.empty();
  private volatile Optional<JsonNode> closing = Optional.empty();

  private StreamClient(HttpResponse<InputStream> response) {
    this.response = response;
  }

  /**
   * @throws Refused when the answer is no stream
   */
  public static StreamClient open(HttpRequest.Builder request) {
    HttpResponse<InputStream> response;
    try {
      response = LiveClient.http().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new Refused(
            response.statusCode(),
            new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    StreamClient client = new StreamClient(response);
    Thread reading = new Thread(client::read, "stream-client");
    reading.setDaemon(true);
    reading.start();
    return client;
  }

  private void read() {
    StringBuilder data = new StringBuilder();
    String id = "";
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = next(lines); line != null; line = next(lines)) {
        if (line.startsWith("data: ")) {
          data.append(data.isEmpty() ? "" : "\n").append(line.substring(6));
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("retry: ")) {
          retryMs = Optional.of(Long.parseLong(line.substring(7)));
        } else if (line.startsWith(":")) {
          comments.incrementAndGet();
        } else if (line.isEmpty() && !data.isEmpty()) {
          lastId = id;
          dispatch(EventCodec.mapper().readTree(data.toString()));
          data.setLength(0);
        }
      }
    } catch (IOException e) {
      // as a browser takes it: the stream has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closed.isEmpty()) {
      closed = Optional.of(1006);
    }
  }

  private String next(BufferedReader lines) throws IOException, InterruptedException {
    mayRead.acquire();
    mayRead.release();
    return lines.readLine();
  }

  private void dispatch(JsonNode frame) {
    if (frame.path("type").asText().equals("closing")) {
      closing = Optional.of(frame);
      closed = Optional.of(frame.get("code").intValue());
    } else {
      frames.add(frame);
    }
  }

  public HttpResponse<InputStream> response() {
    return response;
  }

  /** The server's last word. */
  public Optional<JsonNode> closing() {
    return closing;
  }

  /** What a browser would send back as Last-Event-ID. */
  public String lastId() {
    return lastId;
  }

  public Optional<Long> retryMs() {
    return retryMs;
  }

  @Override
  public JsonNode frame(int index) {
    await().pollInterval(Duration.ofMillis(5)).until(() -> frames.size() > index);
    return frames.get(index);
  }

  @Override
  public List<JsonNode> frames() {
    return List.copyOf(frames);
  }

  @Override
  public void stopReading() {
    mayRead.acquireUninterruptibly();
  }

  @Override
  public void readOn() {
    mayRead.release();
  }

  @Override
  public int closeCode() {
    await().until(() -> closed.isPresent());
    return closed.orElseThrow();
  }

  @Override
  public boolean isOpen() {
    return closed.isEmpty();
  }

  @Override
  public int signsOfLife() {
    return comments.get();
  }

  @Override
  public void abort() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
