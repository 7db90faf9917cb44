package io.gaia.server.live;

import io.gaia.server.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an event stream is asked for.
 *
 * @param channels each with the cursor that it is to go on from, in the order of the request
 */
record StreamQuery(Map<Channel, Optional<String>> channels) {

  /** Their cursors have to fit into the header in which they come back. */
  static final int MAX_CHANNELS = 20;

  private static final String LAST_EVENT_ID = "Last-Event-ID";

  StreamQuery {
    channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
  }

  /**
   * @throws io.gaia.server.http.ProblemException naming the parameter that is wrong
   */
  static StreamQuery of(HttpServletRequest request) {
    List<Channel> channels =
        values(request, "channel").map(StreamQuery::channel).distinct().toList();
    if (channels.isEmpty() || channels.size() > MAX_CHANNELS) {
      throw Problem.invalidField("channel", "channel is given 1 to " + MAX_CHANNELS + " times")
          .exception();
    }
    // the browser's own reconnect goes to the address that it began with
    Optional<String> lastEventId =
        Optional.ofNullable(request.getHeader(LAST_EVENT_ID)).filter(id -> !id.isEmpty());
    return lastEventId
        .flatMap(id -> StreamPosition.parse(id, channels))
        .map(StreamQuery::new)
        .orElseGet(() -> new StreamQuery(after(request, channels)));
  }

  private static Channel channel(String name) {
    return Channel.parse(name)
        .orElseThrow(() -> Problem.invalidField("channel", Channel.NAMES).exception());
  }

  private static Map<Channel, Optional<String>> after(
      HttpServletRequest request, List<Channel> channels) {
    String text = String.join(",", values(request, "after").toList());
    return StreamPosition.parse(text, channels)
        .orElseThrow(
            () ->
                Problem.invalidField(
                        "after", "after is given once, or once for each channel in their order")
                    .exception());
  }

  private static Stream<String> values(HttpServletRequest request, String parameter) {
    return Optional.ofNullable(request.getParameterValues(parameter)).stream()
        .flatMap(Arrays::stream);
  }
}
