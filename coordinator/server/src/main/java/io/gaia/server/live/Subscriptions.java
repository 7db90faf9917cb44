package io.gaia.server.live;

import io.gaia.server.auth.Caller;
import io.gaia.server.live.LiveFrames.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who listens to what. Whether they may is asked when they come, and again whenever that may have
 * changed. Thread-safe.
 */
final class Subscriptions {

  private record Listening(LiveConnection connection, Channel channel) {}

  private final Map<StreamSource, EventStream> streams;
  private final Set<LiveConnection> connections;
  private final ChannelAccess access;
  private final int most;
  private volatile ListeningWatch watch = (caller, address, channel) -> {};
  // with the cursor that each came with
  private final Map<Listening, Optional<String>> undecided = new ConcurrentHashMap<>();

  /**
   * @param connections that are open
   * @param most channels of one connection
   */
  Subscriptions(
      Map<StreamSource, EventStream> streams,
      Set<LiveConnection> connections,
      ChannelAccess access,
      int most) {
    this.streams = streams;
    this.connections = connections;
    this.access = access;
    this.most = most;
  }

  void watch(ListeningWatch toBeTold) {
    watch = toBeTold;
  }

  /** Whether any of the channels may be heard, as far as is known. */
  boolean mayBeHeardInPart(Caller caller, Set<Channel> wanted) {
    return !access.isKnown()
        || wanted.stream().anyMatch(channel -> access.mayListen(caller, channel));
  }

  /**
   * @param wanted the channels, each with the cursor that it is to go on from
   */
  void subscribe(LiveConnection connection, Map<Channel, Optional<String>> wanted) {
    // first all of them: a connection that one channel is refused to may have others
    wanted.keySet().forEach(channel -> join(connection, channel));
    wanted.forEach(
        (channel, after) -> {
          if (connection.listensTo(channel)) {
            undecided.remove(new Listening(connection, channel));
            decide(connection, channel, after);
          }
        });
    connection.drain();
  }

  private void join(LiveConnection connection, Channel channel) {
    if (!connection.join(channel)) {
      connection.offer(
          LiveFrames.error(
              ErrorCode.TOO_MANY,
              Optional.of(channel.name()),
              "a connection takes at most " + most + " channels"),
          false);
    }
  }

  private void decide(LiveConnection connection, Channel channel, Optional<String> after) {
    if (access.mayListen(connection.caller(), channel)) {
      EventStream stream = streams.get(channel.source());
      stream.join(connection, channel, after);
      watch.listens(connection.caller(), connection.who().address(), channel);
      if (!connection.listensTo(channel)) {
        // it went, or was refused, while it joined
        stream.leave(connection, channel);
      }
    } else if (access.isKnown()) {
      refuse(connection, channel);
    } else {
      hold(connection, channel, after);
    }
  }

  private void hold(LiveConnection connection, Channel channel, Optional<String> after) {
    Listening asked = new Listening(connection, channel);
    undecided.put(asked, after);
    boolean isOver = access.isKnown() || !connection.listensTo(channel);
    if (isOver && undecided.remove(asked, after) && connection.listensTo(channel)) {
      // that became known meanwhile
      decide(connection, channel, after);
    }
  }

  private void refuse(LiveConnection connection, Channel channel) {
    connection.offer(
        LiveFrames.error(
            ErrorCode.FORBIDDEN, Optional.of(channel.name()), "not a channel of yours"),
        false);
    leave(connection, channel);
    if (connection.who().door() == Door.EVENT_STREAM && connection.channelCount() == 0) {
      // it cannot ask for others
      connection.closeAfterwards(CloseCode.FORBIDDEN, "no channel of yours is left");
    }
  }

  void unsubscribe(LiveConnection connection, Channel channel) {
    leave(connection, channel);
    connection.offer(LiveFrames.unsubscribed(channel), false);
  }

  private void leave(LiveConnection connection, Channel channel) {
    undecided.remove(new Listening(connection, channel));
    if (connection.leave(channel)) {
      streams.get(channel.source()).leave(connection, channel);
    }
  }

  void leaveAll(LiveConnection connection) {
    connection.channels().forEach(channel -> leave(connection, channel));
  }

  /** See {@link HubPublisher#accessChanged}. */
  void accessChanged(Channel channel) {
    connections.forEach(connection -> review(connection, channel));
  }

  /** See {@link HubPublisher#accessKnown}. */
  void accessKnown() {
    connections.forEach(
        connection -> connection.channels().forEach(channel -> review(connection, channel)));
  }

  private void review(LiveConnection connection, Channel channel) {
    if (!connection.listensTo(channel)) {
      return;
    }
    Optional<Optional<String>> waiting =
        Optional.ofNullable(undecided.remove(new Listening(connection, channel)));
    if (waiting.isPresent()) {
      decide(connection, channel, waiting.get());
    } else if (!access.mayListen(connection.caller(), channel)) {
      refuse(connection, channel);
    }
    connection.drain();
  }
}
