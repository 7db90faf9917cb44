package io.gaia.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * I12: a counter that clients read, think about, and write back while they believe that they hold a
 * lock. The store refuses a write whose fence is older than one it has seen; then every accepted
 * write is one increment.
 */
final class GuardedCounter {
  private record Thought(String key, long fence, int read) {}

  /** On average somebody writes every so many steps. */
  private static final int THINKING_STEPS = 30;

  private final Watch watch;
  private final Random random;
  private final Map<String, Integer> value = new TreeMap<>();
  private final Map<String, Integer> increments = new TreeMap<>();
  private final Map<String, Long> newestFence = new TreeMap<>();
  private final Set<String> told = new HashSet<>();
  private final List<Thought> thoughts = new ArrayList<>();

  GuardedCounter(Watch watch, Random random) {
    this.watch = watch;
    this.random = random;
  }

  /**
   * A client was told that it has the lock: it reads, under its fence. When it is told again,
   * because it asked again, it is already at work.
   */
  void locked(Optional<String> requestId, Reply reply) {
    if (reply instanceof Reply.Locked locked
        && !locked.renewed()
        && requestId.map(told::add).orElse(true)
        && admits(locked.key(), locked.fence())) {
      thoughts.add(new Thought(locked.key(), locked.fence(), value.getOrDefault(locked.key(), 0)));
    }
  }

  /** Someone ends thinking, maybe long after losing the lock. */
  void maybeWrite() {
    if (!thoughts.isEmpty() && random.nextInt(THINKING_STEPS) == 0) {
      Thought thought = thoughts.remove(random.nextInt(thoughts.size()));
      if (admits(thought.key(), thought.fence())) {
        value.put(thought.key(), thought.read() + 1);
        int accepted = increments.merge(thought.key(), 1, Integer::sum);
        int counted = value.get(thought.key());
        watch.check(
            counted == accepted, "I12", thought.key(), "counts", counted, "after", accepted);
      }
    }
  }

  private boolean admits(String key, long fence) {
    long newest = newestFence.getOrDefault(key, 0L);
    newestFence.put(key, Math.max(newest, fence));
    return fence >= newest;
  }
}
