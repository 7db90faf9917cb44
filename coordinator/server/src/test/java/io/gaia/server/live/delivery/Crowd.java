package io.gaia.server.live.delivery;

import io.gaia.server.testkit.CoordinatorProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/** The subscribers of a run, half of them by each door; each wants some of the channels. */
final class Crowd implements AutoCloseable {
  private static final int THREADS = 2;

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(THREADS);
  private final List<Subscriber> all = new ArrayList<>();
  private final List<Subscriber> slow = new ArrayList<>();

  /**
   * @param slowReaders so many of them
   * @param mostFramesInOneGo connections break after so many frames at the latest
   */
  Crowd(
      int size,
      int slowReaders,
      CoordinatorProcess coordinator,
      Detection detection,
      Random random,
      int mostFramesInOneGo) {
    for (int i = 0; i < size; i++) {
      boolean isSlow = i < slowReaders;
      // every third is somebody who coordinates, and may hear the cluster as well
      boolean isAdmin = i % 3 == 2;
      Subscriber subscriber =
          new Subscriber(
              "subscriber " + i,
              door(coordinator, i, isAdmin),
              new Random(random.nextLong()),
              mostFramesInOneGo,
              channel -> detection.sent(channel.substring(Channels.ofClass("").length())),
              timer);
      if (isAdmin) {
        subscriber.wants(Channels.CLUSTER, Subscriber.FROM_OLDEST);
      }
      Channels.CLASSES.stream()
          .filter(classroom -> random.nextBoolean())
          .forEach(classroom -> subscriber.wants(Channels.ofClass(classroom), start(random)));
      if (isSlow || random.nextInt(3) == 0 || subscriber.channels().isEmpty()) {
        subscriber.wants(Channels.ofClass(Channels.LOUD_CLASS), start(random));
      }
      all.add(subscriber);
      if (isSlow) {
        slow.add(subscriber);
      }
    }
  }

  private static String start(Random random) {
    return random.nextBoolean() ? Subscriber.FROM_OLDEST : Subscriber.FROM_NOW_ON;
  }

  private static Door door(CoordinatorProcess coordinator, int number, boolean isAdmin) {
    String token = coordinator.token("reader-" + number, isAdmin ? "admin" : "teacher");
    Pass pass =
        number % 4 < 2 ? Pass.token(token) : Pass.tickets(coordinator.api("/tickets"), token);
    return number % 2 == 0
        ? new WebSocketDoor(coordinator.ws(), pass)
        : new StreamDoor(coordinator.api("/stream"), pass);
  }

  void start() {
    all.forEach(Subscriber::start);
  }

  boolean haveBegun() {
    return all.stream().allMatch(Subscriber::hasBegun);
  }

  /** Those who read slowly when asked to. */
  List<Subscriber> slow() {
    return slow;
  }

  /** Whether half of those to whom the channel owes its event have got it. */
  boolean halfHaveGot(String channel, long number) {
    List<Subscriber> wanting =
        wanting(channel).filter(each -> each.isOwed(channel, number)).toList();
    long there = wanting.stream().filter(each -> each.hasGot(channel, number)).count();
    return there * 2 >= wanting.size();
  }

  boolean allHaveGot(String channel, long number) {
    return wanting(channel).allMatch(each -> each.hasGot(channel, number));
  }

  private Stream<Subscriber> wanting(String channel) {
    return all.stream().filter(each -> each.channels().contains(channel));
  }

  List<String> faults(Map<String, List<Long>> published) {
    return all.stream().flatMap(each -> each.faults(published).stream()).toList();
  }

  int events() {
    return all.stream().mapToInt(Subscriber::events).sum();
  }

  /** How often connections ended with which code; 0 is refused, 1 broken by the subscriber. */
  Map<Integer, Integer> ends() {
    Map<Integer, Integer> ends = new TreeMap<>();
    all.forEach(
        each -> each.ends().forEach((code, times) -> ends.merge(code, times, Integer::sum)));
    return ends;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    all.forEach(Subscriber::leave);
  }
}
