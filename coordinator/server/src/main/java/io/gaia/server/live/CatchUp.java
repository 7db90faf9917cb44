package io.gaia.server.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader on its way from a position that memory does not hold to the live stream. Pages are read
 * off the publishing threads and only when few frames wait for the reader, so it goes at its own
 * pace and nobody waits for it. One step runs at a time; each makes room for the next reader's.
 */
final class CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final EventStream stream;
  private final String streamId;
  private final StreamHistory.Reading reading;
  private final ScheduledExecutorService threads;
  private final LiveConnection reader;
  private final Channel channel;
  private final boolean isFromOldest;
  private final long[] start;
  // touched by one step at a time
  private final long[] seen;

  /**
   * @param start the reader has everything up to these positions, unless it asked for the oldest
   */
  CatchUp(
      EventStream stream,
      String streamId,
      StreamHistory.Reading reading,
      ScheduledExecutorService threads,
      LiveConnection reader,
      Channel channel,
      long[] start,
      boolean isFromOldest) {
    this.stream = stream;
    this.streamId = streamId;
    this.reading = reading;
    this.threads = threads;
    this.reader = reader;
    this.channel = channel;
    this.start = start.clone();
    this.seen = start.clone();
    this.isFromOldest = isFromOldest;
  }

  /** The reader takes what there is, has got nothing yet, and has not tried there. */
  boolean mayBeginAt(long[] oldest) {
    return isFromOldest && Arrays.equals(seen, start) && !Arrays.equals(start, oldest);
  }

  LiveConnection reader() {
    return reader;
  }

  Channel channel() {
    return channel;
  }

  void goOn() {
    threads.execute(this::step);
  }

  private void step() {
    try {
      List<Long> upTo = stream.neededBy(this);
      if (upTo.isEmpty() || !reader.hasRoom(this::goOn)) {
        return;
      }
      StreamHistory.Page page = reading.next(upTo);
      boolean isThere = stream.deliver(this, frames(page), seen);
      if (!isThere) {
        goOn();
      }
    } catch (StreamHistory.Gone e) {
      stream.gone(this, e.getMessage());
    } catch (StreamHistory.Unavailable e) {
      // the reader waits: it is told nothing, for nothing is lost
      LOG.debug("History of {} cannot be read now", channel.name(), e);
      threads.schedule(this::step, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      LOG.error("History of {} cannot be read", channel.name(), e);
      stream.gone(this, "the history could not be read");
    }
    reader.drain();
  }

  private List<LiveFrame> frames(StreamHistory.Page page) {
    List<LiveFrame> frames = new ArrayList<>(page.events().size());
    for (StreamHistory.PastEvent event : page.events()) {
      seen[event.partition()] = event.position();
      frames.add(LiveFrames.event(channel, Cursor.of(streamId, seen), event.json()));
    }
    for (int p = 0; p < seen.length; p++) {
      seen[p] = Math.max(seen[p], page.readTo().get(p));
    }
    return frames;
  }
}
