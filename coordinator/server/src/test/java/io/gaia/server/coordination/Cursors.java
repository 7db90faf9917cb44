package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.eventlog.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What I9 asks of a sequence of events. */
final class Cursors {
  private Cursors() {}

  /** The place of an event among all, from its {@code cursor}, such as 17.3. */
  static long position(JsonNode event) {
    String[] parts = event.get("cursor").textValue().split("\\.");
    return Position.of(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
  }

  /** Of the events in the frames of a socket, which must be in order and unique. */
  static List<Long> ofFrames(List<JsonNode> frames) {
    List<Long> positions = frames.stream().map(frame -> position(frame.get("event"))).toList();
    for (int i = 1; i < positions.size(); i++) {
      assertThat(positions.get(i)).as("event " + i).isGreaterThan(positions.get(i - 1));
    }
    return positions;
  }

  /** Of a partition's records, without those that came again. */
  static Set<Long> firstAppearances(List<JsonNode> records) {
    Set<Long> seen = new LinkedHashSet<>();
    long last = -1;
    for (JsonNode record : records) {
      long position = position(record);
      if (position > last) {
        last = position;
        seen.add(position);
      } else {
        assertThat(seen).as("one that comes again").contains(position);
      }
    }
    return seen;
  }

  static List<Long> sorted(Set<Long> positions) {
    return new ArrayList<>(new java.util.TreeSet<>(positions));
  }
}
