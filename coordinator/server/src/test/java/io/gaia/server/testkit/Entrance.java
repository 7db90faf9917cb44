package io.gaia.server.testkit;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** The two doors of the live stream, as one test uses either. */
public enum Entrance {
  SOCKET {
    @Override
    LiveReader enter(URI root, Pass pass, List<Wanted> wanted) {
      LiveClient client = socket(root, pass);
      for (Wanted each : wanted) {
        each.after()
            .ifPresentOrElse(
                after -> client.subscribe(each.channel(), after),
                () -> client.subscribe(each.channel()));
      }
      return client;
    }
  },

  STREAM {
    @Override
    LiveReader enter(URI root, Pass pass, List<Wanted> wanted) {
      StringBuilder query = new StringBuilder();
      wanted.forEach(each -> query.append("&channel=").append(encoded(each.channel())));
      if (wanted.stream().anyMatch(each -> each.after().isPresent())) {
        wanted.forEach(each -> query.append("&after=").append(encoded(each.after().orElse(""))));
      }
      pass.ticket().ifPresent(ticket -> query.append("&ticket=").append(encoded(ticket)));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(root.resolve("/api/v1/stream?" + query.substring(1)));
      pass.headers().forEach(request::header);
      return StreamClient.open(request);
    }
  };

  /** A channel, and the cursor to go on from. */
  public record Wanted(String channel, Optional<String> after) {}

  /** What a client shows at the door. */
  public record Pass(Map<String, String> headers, Optional<String> ticket) {
    public static final Pass NONE = new Pass(Map.of(), Optional.empty());

    public static Pass token(String token) {
      return NONE.with("Authorization", "Bearer " + token);
    }

    public static Pass ticket(String ticket) {
      return new Pass(Map.of(), Optional.of(ticket));
    }

    public Pass with(String header, String value) {
      Map<String, String> all = new LinkedHashMap<>(headers);
      all.put(header, value);
      return new Pass(all, ticket);
    }

    public Pass withTicket(String other) {
      return new Pass(headers, Optional.of(other));
    }
  }

  abstract LiveReader enter(URI root, Pass pass, List<Wanted> wanted);

  /**
   * @param root of the server
   * @throws Refused with the status
   */
  public LiveReader open(URI root, Pass pass, Wanted... wanted) {
    return enter(root, pass, List.of(wanted));
  }

  /** From now on. */
  public LiveReader open(URI root, Pass pass, String channel) {
    return open(root, pass, new Wanted(channel, Optional.empty()));
  }

  public LiveReader open(URI root, Pass pass, String channel, String after) {
    return open(root, pass, new Wanted(channel, Optional.of(after)));
  }

  private static LiveClient socket(URI root, Pass pass) {
    WebSocket.Builder builder = LiveClient.http().newWebSocketBuilder();
    pass.headers().forEach(builder::header);
    String query = pass.ticket().map(ticket -> "?ticket=" + encoded(ticket)).orElse("");
    URI address = URI.create(root.resolve("/ws" + query).toString().replaceFirst("^http", "ws"));
    try {
      return LiveClient.connect(builder, address);
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        throw new Refused(
            refused.getResponse().statusCode(), String.valueOf(refused.getResponse().body()));
      }
      throw e;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
