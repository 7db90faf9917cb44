package io.gaia.server.live;

import io.gaia.schemas.json.EventCodec;
import java.util.List;

/**
 * How events get to the sockets of this node. Each source opens its stream, then publishes in
 * order; calls of one source come from one thread at a time.
 */
public interface HubPublisher {

  /**
   * Begins a life of a source's stream, or goes on with it. Cursors of another life get {@code
   * gap}; so does every reader when {@code first} is beyond what was published last, for then
   * events were missed.
   *
   * @param streamId letters, digits, - and _; the same id means the same events at the same
   *     positions
   * @param first position of the oldest event that will be published, in each partition; what is
   *     before it can only come from the {@link StreamHistory}
   * @param next position that comes next when this is called, in each partition: what is before it
   *     is history, and whoever subscribes from now on does not get it
   */
  void open(StreamSource source, String streamId, List<Long> first, List<Long> next);

  /** Where readers get what memory no longer holds; to be called before {@link #open}. */
  void history(StreamSource source, StreamHistory history);

  /**
   * An event for every channel in {@code channels}.
   *
   * @param position grows within its partition
   * @param json becomes the frame's {@code event}
   */
  record Publication(int partition, long position, List<Channel> channels, byte[] json) {}

  /**
   * Pushes events to channels of {@code source}; those that come together go to the network
   * together. A position that was published before is ignored.
   */
  void publish(StreamSource source, List<Publication> events);

  /** As {@link #publish(StreamSource, List)}, with one event. */
  default void publish(
      StreamSource source, int partition, long position, List<Channel> channels, byte[] json) {
    publish(source, List.of(new Publication(partition, position, channels, json)));
  }

  /** As {@link #publish(StreamSource, int, long, List, byte[])}, with a record to be encoded. */
  default void publish(
      StreamSource source, int partition, long position, List<Channel> channels, Object event) {
    publish(source, partition, position, channels, EventCodec.toBytes(event));
  }

  /** Keeps none of the channel's events in memory: who missed some gets them from the history. */
  void forget(StreamSource source, Channel channel);

  /**
   * Who may listen to the channel may be others from now on: those who may not any more hear {@code
   * forbidden}, and nothing after it.
   */
  void accessChanged(Channel channel);

  /** Who may listen to what is known from now on: those who were kept waiting get their answer. */
  void accessKnown();

  /** Moves on past a position that had nothing to publish. */
  default void skip(StreamSource source, int partition, long position) {
    publish(source, partition, position, List.of(), new byte[0]);
  }
}
