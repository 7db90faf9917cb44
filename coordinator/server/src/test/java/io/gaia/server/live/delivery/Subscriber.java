package io.gaia.server.live.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * An app that wants every event of its channels, over one door. Its connection breaks now and then,
 * also from its own side; it comes back by its cursors.
 *
 * <pre>
 * AWAY ── its time has come ──► CONNECTING ── opened ──► READING ◄── readOn, stopReading ──► STALLED
 *  ▲                                │                       │                                  │
 *  └───────── refused, failed ──────┴── broken by itself ───┴──────── ended by the node ───────┘
 * </pre>
 */
final class Subscriber {

  /** Asks for no past. */
  static final String FROM_NOW_ON = "";

  static final String FROM_OLDEST = "0";

  private static final int MOST_MILLIS_AWAY = 300;

  private enum State {
    AWAY,
    CONNECTING,
    READING,
    STALLED
  }

  private final String name;
  private final Door door;
  private final Random random;
  private final int mostFramesInOneGo;
  private final ToIntFunction<String> publishedSoFar;
  private final ScheduledExecutorService timer;
  private final Map<String, String> after = new LinkedHashMap<>();
  private final Map<String, List<Long>> got = new LinkedHashMap<>();
  private final Map<String, Integer> mayMiss = new LinkedHashMap<>();
  private final Map<Integer, Integer> ends = new TreeMap<>();
  private final List<String> errors = new ArrayList<>();
  private State state = State.AWAY;
  private Life life;
  private boolean wantsToStall;

  /**
   * @param mostFramesInOneGo it breaks its connection after so many frames at the latest
   * @param publishedSoFar how many events of a channel have been sent off, at least
   */
  Subscriber(
      String name,
      Door door,
      Random random,
      int mostFramesInOneGo,
      ToIntFunction<String> publishedSoFar,
      ScheduledExecutorService timer) {
    this.name = name;
    this.door = door;
    this.random = random;
    this.mostFramesInOneGo = mostFramesInOneGo;
    this.publishedSoFar = publishedSoFar;
    this.timer = timer;
    life = new Life();
  }

  /** To be called before {@link #start}. */
  Subscriber wants(String channel, String after) {
    this.after.put(channel, after);
    got.put(channel, new ArrayList<>());
    if (after.equals(FROM_OLDEST)) {
      mayMiss.put(channel, 0);
    }
    return this;
  }

  void start() {
    timer.execute(this::connect);
  }

  private synchronized void connect() {
    state = State.CONNECTING;
    life = new Life();
    Life current = life;
    door.open(after, current)
        .whenComplete(
            (link, failure) -> {
              if (failure == null) {
                current.opened(link);
              } else {
                current.ended(Life.REFUSED);
              }
            });
  }

  /** One connection; what an earlier one still brings is not heard. */
  private final class Life implements Door.Ear {
    private static final int REFUSED = 0;
    private static final int BY_ITSELF = 1;

    private Door.Link link;
    private int framesLeft = 1 + random.nextInt(mostFramesInOneGo);

    private boolean isOver() {
      return life != this || state == State.AWAY;
    }

    void opened(Door.Link opened) {
      synchronized (Subscriber.this) {
        if (isOver()) {
          opened.abort();
          return;
        }
        link = opened;
        state = State.READING;
        if (wantsToStall) {
          stopReading();
        } else if (framesLeft <= 0) {
          breakOff();
        }
      }
    }

    @Override
    public void frame(JsonNode frame) {
      synchronized (Subscriber.this) {
        if (isOver()) {
          return;
        }
        note(frame);
        framesLeft--;
        if (framesLeft <= 0 && state == State.READING && !wantsToStall) {
          breakOff();
        }
      }
    }

    private void breakOff() {
      if (random.nextBoolean()) {
        link.abort();
      } else {
        link.close();
      }
      ended(BY_ITSELF);
    }

    @Override
    public void ended(int code) {
      synchronized (Subscriber.this) {
        if (isOver()) {
          return;
        }
        state = State.AWAY;
        ends.merge(code, 1, Integer::sum);
        timer.schedule(
            Subscriber.this::connect, random.nextInt(MOST_MILLIS_AWAY), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void note(JsonNode frame) {
    String channel = frame.path("channel").asText();
    switch (frame.path("type").asText()) {
      case "subscribed" -> {
        after.put(channel, frame.path("cursor").asText());
        // what was sent off by now may have been before its time
        mayMiss.computeIfAbsent(channel, publishedSoFar::applyAsInt);
      }
      case "event" -> {
        after.put(channel, frame.path("cursor").asText());
        got.get(channel).add(Channels.number(channel, frame.path("event")));
      }
      default -> errors.add(frame.toString());
    }
  }

  /** Reads no more until {@link #readOn}, on this connection or the next. */
  synchronized void stopReading() {
    wantsToStall = true;
    // it is for the node to end this connection: much is on the way to it before it hears why
    life.framesLeft = Integer.MAX_VALUE;
    if (state == State.READING && life.link != null) {
      state = State.STALLED;
      life.link.stopReading();
    }
  }

  synchronized void readOn() {
    wantsToStall = false;
    if (state == State.STALLED) {
      state = State.READING;
      life.link.readOn();
    }
  }

  synchronized boolean isStalled() {
    return state == State.STALLED;
  }

  /** Whether the node has taken every subscription once. */
  synchronized boolean hasBegun() {
    return mayMiss.keySet().containsAll(got.keySet()) && !after.containsValue(FROM_OLDEST);
  }

  synchronized int timesEnded() {
    return ends.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Who wants a channel from now on may miss what was sent off before. */
  synchronized boolean isOwed(String channel, long number) {
    return number >= mayMiss.getOrDefault(channel, Integer.MAX_VALUE);
  }

  synchronized boolean hasGot(String channel, long number) {
    List<Long> numbers = got.get(channel);
    // it comes as one of the last, if not as the last
    return numbers.subList(Math.max(0, numbers.size() - 50), numbers.size()).contains(number);
  }

  synchronized List<String> channels() {
    return List.copyOf(got.keySet());
  }

  /**
   * Every broken promise in a line of its own.
   *
   * @param published numbers of all events of each channel, in their order
   */
  synchronized List<String> faults(Map<String, List<Long>> published) {
    List<String> faults = new ArrayList<>();
    errors.forEach(error -> faults.add(name + " was told " + error));
    got.forEach(
        (channel, numbers) -> {
          List<Long> all = published.getOrDefault(channel, List.of());
          int allowed = mayMiss.getOrDefault(channel, all.size());
          DeliveryCheck.faults(all, allowed, numbers)
              .forEach(fault -> faults.add(name + " on " + channel + ": " + fault));
        });
    return faults;
  }

  /** Connects no more. */
  synchronized void leave() {
    if (life.link != null) {
      life.link.abort();
    }
    life = new Life();
  }

  synchronized int events() {
    return got.values().stream().mapToInt(List::size).sum();
  }

  /** How often connections ended with which code; 0 is refused, 1 broken by itself. */
  synchronized Map<Integer, Integer> ends() {
    return new TreeMap<>(ends);
  }
}
