package io.gaia.server.live;

import java.util.List;

/**
 * What a stream published before and memory no longer holds, read again for readers that were away
 * for long. Thread-safe.
 */
public interface StreamHistory {

  /** More events than this make a page full. */
  int PAGE_EVENTS = 200;

  /** More bytes of events than this make a page full. */
  long PAGE_BYTES = 256 * 1024;

  /** For a stream that keeps nothing but what is in memory. */
  StreamHistory NONE =
      new StreamHistory() {
        @Override
        public List<Long> keptAfter() {
          return List.of();
        }

        @Override
        public Reading read(Channel channel, List<Long> after) {
          return upTo -> {
            throw new Gone("only what is in memory is kept");
          };
        }
      };

  /**
   * Everything after these positions is kept, as far as is known without asking anyone; one for
   * each partition of the stream, or none when there is no history.
   */
  List<Long> keptAfter();

  /** Begins to read the channel's events after these positions. No I/O yet. */
  Reading read(Channel channel, List<Long> after);

  /** One reader's way through the history, by one thread at a time. Holds nothing to be closed. */
  interface Reading {
    /**
     * The next events, oldest first; perhaps none, though there are more. May block for some
     * seconds. After a failure it can be called again.
     *
     * @param upTo positions up to which the reader needs events, in each partition
     */
    Page next(List<Long> upTo) throws Gone, Unavailable;
  }

  /**
   * @param readTo positions up to which all of the channel's events have been given out
   */
  record Page(List<PastEvent> events, List<Long> readTo) {
    public Page {
      events = List.copyOf(events);
      readTo = List.copyOf(readTo);
    }
  }

  /**
   * @param json the same bytes that were published
   */
  record PastEvent(int partition, long position, byte[] json) {}

  /** Some of the events are not kept any more. */
  final class Gone extends Exception {
    private static final long serialVersionUID = 1;

    public Gone(String why) {
      super(why, null, false, false);
    }
  }

  /** The events cannot be read now; the same call may succeed later. */
  final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    public Unavailable(String why, Throwable cause) {
      super(why, cause);
    }
  }
}
