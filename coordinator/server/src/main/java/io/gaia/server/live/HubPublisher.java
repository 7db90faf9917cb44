package io.gaia.server.live;

import java.util.List;

/**
 * How events get to the sockets of this node. Each source opens its stream, then publishes in
 * order; calls of one source come from one thread at a time.
 */
public interface HubPublisher {

  /**
   * Begins a life of a source's stream. Cursors of another life, or older than {@code first}, get
   * {@code gap}.
   *
   * @param streamId letters, digits, - and _; the same id means the same events at the same
   *     positions
   * @param first position of the oldest event that will be published, in each partition
   * @param next position that comes next when this is called, in each partition: what is before it
   *     is history, and whoever subscribes from now on does not get it
   */
  void open(StreamSource source, String streamId, List<Long> first, List<Long> next);

  /**
   * Pushes an event to every channel in {@code channels}, all of {@code source}. A position that
   * was published before is ignored.
   *
   * @param position grows within its partition
   * @param event becomes the frame's {@code event}
   */
  void publish(
      StreamSource source, int partition, long position, List<Channel> channels, Object event);

  /** Moves on past a position that had nothing to publish. */
  default void skip(StreamSource source, int partition, long position) {
    publish(source, partition, position, List.of(), "");
  }
}
