package io.gaia.server.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

  private LiveFrames() {}

  static byte[] subscribed(Channel channel, Cursor cursor) {
    return EventCodec.toBytes(
        frame("subscribed").put("channel", channel.name()).put("cursor", cursor.toString()));
  }

  static byte[] unsubscribed(Channel channel) {
    return EventCodec.toBytes(frame("unsubscribed").put("channel", channel.name()));
  }

  static byte[] pong() {
    return EventCodec.toBytes(frame("pong"));
  }

  /**
   * @param event its JSON, which is taken as it is: it was encoded once for all channels
   */
  static byte[] event(Channel channel, Cursor cursor, byte[] event) {
    byte[] head =
        EventCodec.toBytes(
            frame("event").put("channel", channel.name()).put("cursor", cursor.toString()));
    ByteBuffer frame = ByteBuffer.allocate(head.length + EVENT_FIELD.length + event.length);
    return frame.put(head, 0, head.length - 1).put(EVENT_FIELD).put(event).put((byte) '}').array();
  }

  /**
   * @param channel as the client named it
   */
  static byte[] error(ErrorCode code, Optional<String> channel, String detail) {
    ObjectNode frame = frame("error").put("code", code.wireName);
    channel.ifPresent(name -> frame.put("channel", name));
    return EventCodec.toBytes(frame.put("detail", detail));
  }

  private static ObjectNode frame(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
