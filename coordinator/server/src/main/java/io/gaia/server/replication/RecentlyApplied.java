package io.gaia.server.replication;

import io.gaia.core.ApplyResult;
import io.gaia.core.View;
import io.gaia.server.replication.CoordinationReplica.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The entries that were applied here last, and those that somebody waits for. Thread safe. */
final class RecentlyApplied implements AppliedListener {
  /** The leader's answer may come after this node has applied its entry, and some more. */
  private static final int KEPT = 256;

  // all guarded by this
  private final ArrayDeque<Answer> kept = new ArrayDeque<>();
  private final TreeMap<Long, CompletableFuture<Optional<Answer>>> awaited = new TreeMap<>();
  private View newest;

  RecentlyApplied(View first) {
    newest = first;
  }

  /**
   * What the entry at that index did; empty when it was applied too long ago, or came with a
   * snapshot. Completes on the applying thread.
   */
  synchronized CompletableFuture<Optional<Answer>> at(long index) {
    if (index > newest.index()) {
      return awaited.computeIfAbsent(index, at -> new CompletableFuture<>());
    }
    return CompletableFuture.completedFuture(
        kept.stream().filter(answer -> answer.view().index() == index).findFirst());
  }

  /** The state as it was applied last. */
  synchronized View newest() {
    return newest;
  }

  @Override
  public void applied(ApplyResult result, View view) {
    Answer answer = new Answer(result, view);
    CompletableFuture<Optional<Answer>> waiting;
    synchronized (this) {
      newest = view;
      kept.addLast(answer);
      if (kept.size() > KEPT) {
        kept.removeFirst();
      }
      waiting = awaited.remove(view.index());
    }
    if (waiting != null) {
      waiting.complete(Optional.of(answer));
    }
    // entries of Ratis' own have indexes that nobody applies here
    passed(view.index()).forEach(passed -> passed.complete(Optional.empty()));
  }

  @Override
  public void restored(View view, long index) {
    synchronized (this) {
      newest = view;
      kept.clear();
    }
    passed(index).forEach(passed -> passed.complete(Optional.empty()));
  }

  private synchronized List<CompletableFuture<Optional<Answer>>> passed(long index) {
    var before = awaited.headMap(index, true);
    List<CompletableFuture<Optional<Answer>>> passed = new ArrayList<>(before.values());
    before.clear();
    return passed;
  }
}
