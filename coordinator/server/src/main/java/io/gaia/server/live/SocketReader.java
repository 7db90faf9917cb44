package io.gaia.server.live;

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
  private final InstantSource time;
  private final LiveLimits limits;
  private final Allowance frames;

  SocketReader(Hub hub, LiveConnection connection) {
    this.hub = hub;
    this.connection = connection;
    time = hub.time();
    limits = hub.settings().limits();
    // who comes back subscribes to all its channels at once
    int most = limits.framesPerSecond() + limits.maxSubscriptions();
    frames = new Allowance(most, limits.framesPerSecond(), time.instant());
  }

  /** One at a time. */
  @Override
  public void onMessage(String text) {
    if (!frames.take(time.instant())) {
      hub.metrics().hasty().inc();
      connection.close(
          CloseCode.TOO_MANY_FRAMES,
          "a client sends at most " + limits.framesPerSecond() + " frames a second");
      return;
    }
    try {
      carryOut(ClientFrame.parse(text));
    } catch (ClientFrame.Malformed e) {
      connection.offer(
          LiveFrames.error(ErrorCode.BAD_REQUEST, Optional.empty(), e.getMessage()), false);
    }
    connection.drain();
  }

  private void carryOut(ClientFrame frame) {
    switch (frame.type()) {
      case PING -> connection.offer(LiveFrames.pong(), false);
      case SUBSCRIBE ->
          channel(frame)
              .ifPresent(
                  channel ->
                      hub.subscriptions().subscribe(connection, Map.of(channel, frame.after())));
      case UNSUBSCRIBE ->
          channel(frame).ifPresent(channel -> hub.subscriptions().unsubscribe(connection, channel));
    }
  }

  private Optional<Channel> channel(ClientFrame frame) {
    Optional<Channel> channel = frame.channel().flatMap(Channel::parse);
    if (channel.isEmpty()) {
      connection.offer(
          LiveFrames.error(ErrorCode.UNKNOWN_CHANNEL, frame.channel(), Channel.NAMES), false);
    }
    return channel;
  }
}
