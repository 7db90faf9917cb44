package io.gaia.server.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.config.LiveLimits;
import io.gaia.server.live.LiveFrames.ErrorCode;
import jakarta.websocket.MessageHandler;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Does what the client of one socket asks for, as long as it does not ask too often. */
final class SocketReader implements MessageHandler.Whole<String> {

  private final Hub hub;
  private final LiveConnection connection;
  private final OpenCalls calls;
  private final InstantSource time;
  private final LiveLimits limits;
  private final Allowance frames;

  SocketReader(Hub hub, LiveConnection connection, OpenCalls calls) {
    this.hub = hub;
    this.connection = connection;
    this.calls = calls;
    time = hub.time();
    limits = hub.settings().limits();
    // who comes back subscribes to all its channels at once
    int most = limits.framesPerSecond() + limits.maxSubscriptions();
    frames = new Allowance(most, limits.framesPerSecond(), time.instant());
  }

  /** One at a time. */
  @Override
  public void onMessage(String text) {
    try {
      JsonNode json = ClientFrame.json(text);
      if (json.isArray() && !json.isEmpty()) {
        calls.takesLists();
        json.forEach(this::take);
      } else {
        take(json);
      }
    } catch (ClientFrame.Malformed e) {
      complain(e);
    }
    connection.drain();
  }

  private void take(JsonNode json) {
    if (!connection.mayAsk()) {
      return;
    }
    try {
      ClientFrame frame = ClientFrame.of(json);
      // calls are bounded by those that are open: who waits for answers may go on as it gets them
      if (frame instanceof ClientFrame.Request request && calls.hasRoomFor(request.call())) {
        calls.take(request.call());
      } else if (!isOfOpenCall(frame) && isAllowed()) {
        carryOut(frame);
      }
    } catch (ClientFrame.Malformed e) {
      complain(e);
    }
  }

  /** Ends the call if it is. */
  private boolean isOfOpenCall(ClientFrame frame) {
    return frame instanceof ClientFrame.Cancel asked && calls.cancel(asked.id());
  }

  private void complain(ClientFrame.Malformed why) {
    if (isAllowed()) {
      connection.offer(
          LiveFrames.error(ErrorCode.BAD_REQUEST, Optional.empty(), why.getMessage()), false);
    }
  }

  /** False for a client that sends too often: it is cut off. */
  private boolean isAllowed() {
    boolean allowed = frames.take(time.instant());
    if (!allowed) {
      hub.metrics().hasty().inc();
      connection.close(
          CloseCode.TOO_MANY_FRAMES,
          "a client sends at most " + limits.framesPerSecond() + " frames a second");
    }
    return allowed;
  }

  private void carryOut(ClientFrame frame) {
    if (frame instanceof ClientFrame.Ping) {
      connection.offer(LiveFrames.pong(), false);
    } else if (frame instanceof ClientFrame.Subscribe asked) {
      channel(asked.channel())
          .ifPresent(
              channel -> hub.subscriptions().subscribe(connection, Map.of(channel, asked.after())));
    } else if (frame instanceof ClientFrame.Unsubscribe asked) {
      channel(asked.channel())
          .ifPresent(channel -> hub.subscriptions().unsubscribe(connection, channel));
    } else if (frame instanceof ClientFrame.Request asked) {
      calls.refuse(asked.call());
    }
  }

  private Optional<Channel> channel(String name) {
    Optional<Channel> channel = Channel.parse(name);
    if (channel.isEmpty()) {
      connection.offer(
          LiveFrames.error(ErrorCode.UNKNOWN_CHANNEL, Optional.of(name), Channel.NAMES), false);
    }
    return channel;
  }
}
