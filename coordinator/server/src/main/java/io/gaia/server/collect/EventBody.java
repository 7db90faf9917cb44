package io.gaia.server.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a request's body apart into events, without judging them. */
final class EventBody {

  private static final ObjectMapper MAPPER = EventCodec.mapper();

  /**
   * One event as sent.
   *
   * @param json absent when {@code raw} is not JSON; then {@code syntaxError} says why
   */
  record Item(byte[] raw, Optional<JsonNode> json, String syntaxError) {
    static Item of(byte[] raw, JsonNode json) {
      return new Item(raw, Optional.of(json), "");
    }
  }

  private EventBody() {}

  /**
   * A JSON array of events, or one event.
   *
   * @throws JsonProcessingException if the body is not JSON; then nothing of it can be told apart
   */
  static List<Item> json(byte[] body) throws JsonProcessingException {
    JsonNode root = parse(body);
    if (!root.isArray()) {
      return List.of(Item.of(body, root));
    }
    List<Item> items = new ArrayList<>(root.size());
    for (JsonNode element : root) {
      items.add(Item.of(EventCodec.toBytes(element), element));
    }
    return items;
  }

  /** One event a line; empty lines do not count. A line that is not JSON spoils itself alone. */
  static List<Item> lines(byte[] body) {
    List<Item> items = new ArrayList<>();
    new String(body, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> items.add(line(line.getBytes(StandardCharsets.UTF_8))));
    return items;
  }

  private static Item line(byte[] line) {
    try {
      return Item.of(line, parse(line));
    } catch (JsonProcessingException e) {
      return new Item(line, Optional.empty(), e.getOriginalMessage());
    }
  }

  private static JsonNode parse(byte[] json) throws JsonProcessingException {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
