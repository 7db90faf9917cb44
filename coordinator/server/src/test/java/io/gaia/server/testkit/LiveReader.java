package io.gaia.server.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A client of the live stream, by whichever door: it keeps every frame. */
public interface LiveReader extends AutoCloseable {

  /** The frame at this place, when it has come. */
  JsonNode frame(int index);

  List<JsonNode> frames();

  default List<JsonNode> events() {
    return frames().stream().filter(frame -> frame.get("type").asText().equals("event")).toList();
  }

  /** Takes nothing more from the network. */
  void stopReading();

  void readOn();

  /** Why the server ended it, when it has; 1006 when it did not say. */
  int closeCode();

  boolean isOpen();

  /** What came that is no frame: a socket's pings, a stream's comments. */
  int signsOfLife();

  /** As when the network goes. */
  void abort();

  @Override
  default void close() {
    abort();
  }
}
