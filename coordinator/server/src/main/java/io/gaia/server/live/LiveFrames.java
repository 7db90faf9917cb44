package io.gaia.server.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON of every frame the server sends. */
final class LiveFrames {

  /** What a client did wrong, or cannot have. */
  enum ErrorCode {
    BAD_REQUEST("bad-request"),
    UNKNOWN_CHANNEL("unknown-channel"),
    FORBIDDEN("forbidden"),
    GAP("gap"),
    TOO_MANY("too-many");

    private final String wireName;

    ErrorCode(String wireName) {
      this.wireName = wireName;
    }
  }

  private static final byte[] EVENT_FIELD = ",\"event\":".getBytes(StandardCharsets.UTF_8);

  /** A list that is so long is ended. */
  private static final int LIST_BYTES = 16 * 1024;

  private LiveFrames() {}

  static LiveFrame subscribed(Channel channel, Cursor cursor) {
    LiveFrame.Place place = new LiveFrame.Place(channel, cursor.toString());
    return placed(EventCodec.toBytes(frame("subscribed", place)), place);
  }

  static LiveFrame unsubscribed(Channel channel) {
    return plain(frame("unsubscribed").put("channel", channel.name()));
  }

  static LiveFrame pong() {
    return plain(frame("pong"));
  }

  /**
   * @param event its JSON, which is taken as it is: it was encoded once for all channels
   */
  static LiveFrame event(Channel channel, Cursor cursor, byte[] event) {
    LiveFrame.Place place = new LiveFrame.Place(channel, cursor.toString());
    byte[] head = EventCodec.toBytes(frame("event", place));
    ByteBuffer text = ByteBuffer.allocate(head.length + EVENT_FIELD.length + event.length);
    text.put(head, 0, head.length - 1).put(EVENT_FIELD).put(event).put((byte) '}');
    return placed(text.array(), place);
  }

  /** Body last, so that a reader knows whose it is before. */
  private record AnswerFrame(
      String type, String id, int status, Optional<Long> retryAfter, Optional<Object> body) {}

  /**
   * The answer to a call.
   *
   * @param mapper of the API's bodies
   */
  static LiveFrame answer(String id, Response response, ObjectMapper mapper) {
    Optional<Long> retryAfter =
        Optional.ofNullable(response.getHeaderString(HttpHeaders.RETRY_AFTER)).map(Long::valueOf);
    AnswerFrame frame =
        new AnswerFrame(
            "answer",
            id,
            response.getStatus(),
            retryAfter,
            Optional.ofNullable(response.getEntity()));
    try {
      return new LiveFrame(mapper.writeValueAsBytes(frame), Optional.empty());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("an answer that is no JSON", e);
    }
  }

  /** The same frames, many in one. */
  static List<LiveFrame> lists(List<LiveFrame> frames) {
    List<LiveFrame> lists = new ArrayList<>();
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (LiveFrame frame : frames) {
      list.write(list.size() == 0 ? '[' : ',');
      list.writeBytes(frame.text());
      if (list.size() >= LIST_BYTES) {
        lists.add(end(list));
      }
    }
    if (list.size() > 0) {
      lists.add(end(list));
    }
    return lists;
  }

  private static LiveFrame end(ByteArrayOutputStream list) {
    list.write(']');
    LiveFrame whole = new LiveFrame(list.toByteArray(), Optional.empty());
    list.reset();
    return whole;
  }

  /**
   * @param channel as the client named it
   */
  static LiveFrame error(ErrorCode code, Optional<String> channel, String detail) {
    ObjectNode frame = frame("error").put("code", code.wireName);
    channel.ifPresent(name -> frame.put("channel", name));
    return plain(frame.put("detail", detail));
  }

  /** The last one of an event stream; a socket has its close frame. */
  static LiveFrame closing(CloseCode code, String reason) {
    return plain(frame("closing").put("code", code.code()).put("detail", reason));
  }

  private static LiveFrame plain(ObjectNode frame) {
    return new LiveFrame(EventCodec.toBytes(frame), Optional.empty());
  }

  private static LiveFrame placed(byte[] text, LiveFrame.Place place) {
    return new LiveFrame(text, Optional.of(place));
  }

  private static ObjectNode frame(String type, LiveFrame.Place place) {
    return frame(type).put("channel", place.channel().name()).put("cursor", place.cursor());
  }

  private static ObjectNode frame(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
