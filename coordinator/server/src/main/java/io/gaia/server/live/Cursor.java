package io.gaia.server.live;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything up to these positions of a stream was seen. On the wire {@code
 * STREAM.POSITION.POSITION...}, opaque to clients.
 *
 * @param streamId names one life of the stream (a topic's id, for instance); letters, digits, - and
 *     _
 * @param positions the last one seen in each partition; -1 for none
 */
record Cursor(String streamId, List<Long> positions) {

  private static final int MAX_LENGTH = 8_192;

  Cursor {
    positions = List.copyOf(positions);
  }

  static Cursor of(String streamId, long[] positions) {
    return new Cursor(streamId, Arrays.stream(positions).boxed().toList());
  }

  /** Empty when the text is no cursor. */
  static Optional<Cursor> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.", -1);
    if (parts.length < 2 || parts[0].isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Cursor(parts[0], Arrays.stream(parts).skip(1).map(Long::parseLong).toList()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  long[] toArray() {
    return positions.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String toString() {
    return streamId
        + positions.stream().map(position -> "." + position).collect(Collectors.joining());
  }
}
