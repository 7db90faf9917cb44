package io.gaia.client.coordination;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The locks that a session renews. Thread-safe. */
final class HeldLocks {

  private final List<HeldLock> held = new CopyOnWriteArrayList<>();

  void add(HeldLock lock) {
    held.add(lock);
  }

  void remove(HeldLock lock) {
    held.remove(lock);
  }

  List<HeldLock> due(long nowNanos) {
    return held.stream().filter(lock -> lock.isDue(nowNanos)).toList();
  }

  /** It may be somebody else's: its holder is told. */
  void lose(HeldLock lock) {
    held.remove(lock);
    lock.lose();
  }

  void loseThoseThatMayBeOver(long nowNanos) {
    held.stream().filter(lock -> lock.mayBeOver(nowNanos)).forEach(this::lose);
  }

  void loseAll() {
    held.forEach(this::lose);
  }
}
