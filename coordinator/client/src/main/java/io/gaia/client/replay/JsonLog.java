package io.gaia.client.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.json.ReadResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.BiFunction;

/** JSON objects of a log: one a line, or all in one array. */
final class JsonLog {

  /** Reads one element and leaves the rest of the array. */
  private static final ObjectReader ELEMENT =
      EventCodec.mapper()
          .readerFor(JsonNode.class)
          .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonLog() {}

  /**
   * @param toEvent reads one object; the instant is the object's own time, since a log may be of
   *     any age
   */
  static void read(Reader log, BiFunction<JsonNode, Instant, ReadResult> toEvent, ImportedRows rows)
      throws IOException {
    BufferedReader text = new BufferedReader(log);
    if (startsWithBracket(text)) {
      readArray(text, toEvent, rows);
    } else {
      readLines(text, toEvent, rows);
    }
  }

  private static boolean startsWithBracket(BufferedReader text) throws IOException {
    int character;
    do {
      text.mark(1);
      character = text.read();
    } while (character == '\uFEFF' || (character >= 0 && Character.isWhitespace(character)));
    text.reset();
    return character == '[';
  }

  private static void readArray(
      Reader text, BiFunction<JsonNode, Instant, ReadResult> toEvent, ImportedRows rows)
      throws IOException {
    try (JsonParser parser = EventCodec.mapper().createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == null) {
          throw new UnreadableLogException("the JSON array does not end");
        }
        long line = parser.currentTokenLocation().getLineNr();
        row(ELEMENT.readValue(parser), line, toEvent, rows);
      }
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      rows.bad(line, "not JSON, and the rest is not read: " + e.getOriginalMessage());
    }
  }

  private static void readLines(
      BufferedReader text, BiFunction<JsonNode, Instant, ReadResult> toEvent, ImportedRows rows)
      throws IOException {
    long number = 0;
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        row(EventCodec.mapper().readTree(line), number, toEvent, rows);
      } catch (JsonProcessingException e) {
        rows.bad(number, "not JSON: " + e.getOriginalMessage());
      }
    }
  }

  private static void row(
      JsonNode json,
      long line,
      BiFunction<JsonNode, Instant, ReadResult> toEvent,
      ImportedRows rows) {
    ReadResult result = toEvent.apply(json, ownTime(json));
    if (result instanceof ReadResult.Accepted accepted) {
      rows.add(accepted.event());
    } else {
      rows.bad(line, ((ReadResult.Rejected) result).reason());
    }
  }

  private static Instant ownTime(JsonNode json) {
    try {
      return OffsetDateTime.parse(json.path("timestamp").asText(json.path("stored").asText("")))
          .toInstant();
    } catch (DateTimeException e) {
      // the reader says what is wrong with it
      return Instant.EPOCH;
    }
  }
}
