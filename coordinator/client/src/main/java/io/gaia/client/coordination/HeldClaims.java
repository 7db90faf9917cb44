package io.gaia.client.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The claims that a session works under, and what it has to say about them. Thread-safe. */
final class HeldClaims {

  private static final Duration USUAL_CLAIM = Duration.ofMinutes(10);

  private static final class Held {
    private final Claim claim;
    private Renewal renewal;
    private boolean cancelTold;
    // an outcome is on its way: the coordinator may have ended the claim already
    private boolean reporting;
    private Optional<ProgressReport> news = Optional.empty();

    private Held(Claim claim, Renewal renewal) {
      this.claim = claim;
      this.renewal = renewal;
    }
  }

  // by task id; guarded by this
  private final Map<String, Held> held = new LinkedHashMap<>();

  synchronized void add(Task task, long sentNanos) {
    // both times are the coordinator's: only their distance counts here
    Duration length =
        task.claimedAt()
            .flatMap(from -> task.claimExpiresAt().map(to -> Duration.between(from, to)))
            .orElse(USUAL_CLAIM);
    held.put(task.id(), new Held(task.claim(), Renewal.granted(sentNanos, length)));
  }

  synchronized boolean has(Claim claim) {
    return find(claim).isPresent();
  }

  /** False if it was not held. */
  synchronized boolean remove(Claim claim) {
    return find(claim).isPresent() && held.remove(claim.taskId()) != null;
  }

  synchronized List<Claim> removeAll() {
    List<Claim> all = all();
    held.clear();
    return all;
  }

  synchronized List<Claim> all() {
    return held.values().stream().map(one -> one.claim).collect(Collectors.toList());
  }

  synchronized void reporting(Claim claim, boolean now) {
    find(claim).ifPresent(one -> one.reporting = now);
  }

  /** False if the claim is not held. */
  synchronized boolean report(ProgressReport report) {
    Optional<Held> one =
        Optional.ofNullable(held.get(report.taskId()))
            .filter(found -> found.claim.fence() == report.fence());
    one.ifPresent(
        found -> found.news = Optional.of(found.news.map(o -> o.with(report)).orElse(report)));
    return one.isPresent();
  }

  /** What the next heartbeat has to say; nothing of it is left. */
  synchronized List<ProgressReport> takeNews() {
    List<ProgressReport> news = new ArrayList<>();
    for (Held one : held.values()) {
      one.news.ifPresent(news::add);
      one.news = Optional.empty();
    }
    return news;
  }

  /** It did not arrive; what was said since is newer. */
  synchronized void putBack(List<ProgressReport> news) {
    for (ProgressReport older : news) {
      Optional.ofNullable(held.get(older.taskId()))
          .filter(one -> one.claim.fence() == older.fence())
          .ifPresent(one -> one.news = Optional.of(one.news.map(older::with).orElse(older)));
    }
  }

  /**
   * Forgets what the coordinator no longer knows.
   *
   * @param asked the claims that were held when the coordinator was asked
   * @param live what it answered
   * @return the lost ones
   */
  synchronized List<Claim> loseAllBut(List<Claim> asked, List<Renewed.Held> live) {
    Set<Renewed.Held> known = Set.copyOf(live);
    List<Claim> lost =
        asked.stream()
            .filter(claim -> !known.contains(new Renewed.Held(claim.taskId(), claim.fence())))
            .filter(claim -> find(claim).filter(one -> !one.reporting).isPresent())
            .toList();
    lost.forEach(this::remove);
    return lost;
  }

  /** Those of these tasks that are held, each once in its life. */
  synchronized List<Claim> toCancel(List<String> taskIds) {
    List<Claim> untold = new ArrayList<>();
    for (String taskId : taskIds) {
      Held one = held.get(taskId);
      if (one != null && !one.cancelTold) {
        one.cancelTold = true;
        untold.add(one.claim);
      }
    }
    return untold;
  }

  synchronized List<Claim> due(long nowNanos) {
    return held.values().stream()
        .filter(one -> one.renewal.isDue(nowNanos))
        .map(one -> one.claim)
        .toList();
  }

  synchronized void extended(Claim claim, long sentNanos) {
    find(claim)
        .ifPresent(
            one ->
                one.renewal =
                    Renewal.granted(sentNanos, Duration.ofNanos(one.renewal.lengthNanos())));
  }

  synchronized void notExtended(Claim claim, long nowNanos, double chance) {
    find(claim).ifPresent(one -> one.renewal = one.renewal.failed(nowNanos, chance));
  }

  private Optional<Held> find(Claim claim) {
    return Optional.ofNullable(held.get(claim.taskId())).filter(one -> one.claim.equals(claim));
  }
}
