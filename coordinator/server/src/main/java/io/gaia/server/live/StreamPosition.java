package io.gaia.server.live;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where an event stream of some channels is. As text, which is what {@code id:} carries, it is the
 * channels' cursors with commas between, in the order in which the channels were asked for; of one
 * channel it is that channel's cursor. Not thread-safe.
 */
final class StreamPosition {

  private static final String BETWEEN = ",";

  private final Map<Channel, String> cursors = new LinkedHashMap<>();

  /**
   * @param after where each channel begins; empty for from now on
   */
  StreamPosition(Map<Channel, Optional<String>> after) {
    after.forEach((channel, cursor) -> cursors.put(channel, cursor.orElse("")));
  }

  /**
   * What each channel is to go on from.
   *
   * @param text of an earlier stream of the same channels, or one cursor for all; empty text is
   *     from now on
   * @return empty when the text is of other channels
   */
  static Optional<Map<Channel, Optional<String>>> parse(String text, List<Channel> channels) {
    List<String> parts = Arrays.asList(text.split(BETWEEN, -1));
    if (parts.size() != 1 && parts.size() != channels.size()) {
      return Optional.empty();
    }
    Map<Channel, Optional<String>> after = new LinkedHashMap<>();
    for (int i = 0; i < channels.size(); i++) {
      String cursor = parts.get(parts.size() == 1 ? 0 : i);
      after.put(channels.get(i), Optional.of(cursor).filter(part -> !part.isEmpty()));
    }
    return Optional.of(after);
  }

  void moveTo(LiveFrame.Place place) {
    cursors.replace(place.channel(), place.cursor());
  }

  @Override
  public String toString() {
    return cursors.values().stream().collect(Collectors.joining(BETWEEN));
  }
}
