package io.gaia.server.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
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

  static byte[] event(Channel channel, Cursor cursor, Object event) {
    ObjectNode frame =
        frame("event").put("channel", channel.name()).put("cursor", cursor.toString());
    frame.set("event", EventCodec.mapper().valueToTree(event));
    return EventCodec.toBytes(frame);
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
