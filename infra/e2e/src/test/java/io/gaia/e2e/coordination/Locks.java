package io.gaia.e2e.coordination;

import io.gaia.e2e.coordination.Caller.Answer;
import io.gaia.e2e.coordination.Entry.Locked;
import io.gaia.e2e.coordination.Entry.NotLocked;
import io.gaia.e2e.coordination.Entry.Span;
import io.gaia.e2e.coordination.Entry.Unlocked;
import io.gaia.e2e.coordination.Entry.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/** A session's way with a few locks that all sessions want. */
final class Locks {
  private static final int LOCKS = 10;
  private static final int TTL_SECONDS = 10;
  private static final long TTL_NANOS = TTL_SECONDS * 1_000_000_000L;

  private final Desk desk;
  private final Random random;
  private final Queue<Entry> history;

  /** Locks that a request without an answer may have left with the session, and since when. */
  private final Map<String, Long> mayHoldSince = new HashMap<>();

  Locks(Desk desk, Random random, Queue<Entry> history) {
    this.desk = desk;
    this.random = random;
    this.history = history;
  }

  static String anyOf(Random random) {
    return "lock-" + random.nextInt(LOCKS);
  }

  /** One of the locks, if it is free or becomes free soon. */
  Optional<Locked> take(String session, long life) throws InterruptedException {
    String key = anyOf(random);
    long from = System.nanoTime();
    Optional<Answer> answered =
        desk.ask(
            desk.request(
                "PUT",
                "/locks/" + key,
                "{\"session_id\":\"%s\",\"ttl_seconds\":%d,\"wait_seconds\":%d,\"incarnation\":%d}"
                    .formatted(session, TTL_SECONDS, random.nextInt(2), life)));
    if (answered.isEmpty()) {
      mayHoldSince.merge(key, from, Math::min);
      Span span = new Span(from, System.nanoTime());
      history.add(new NotLocked(key, session, life, TTL_NANOS, Verdict.UNKNOWN, span));
      return Optional.empty();
    }
    Optional<Locked> taken =
        answered
            .filter(Answer::isDone)
            // asked again, it may show whom the lock has gone to since
            .filter(answer -> session.equals(answer.body().path("session_id").textValue()))
            .map(
                answer ->
                    new Locked(
                        key,
                        session,
                        life,
                        answer.body().get("fence").longValue(),
                        TTL_NANOS,
                        // who holds it already is told the fence of before
                        new Span(
                            mayHoldSince.getOrDefault(key, answer.span().from()),
                            answer.span().to())));
    taken.ifPresentOrElse(
        locked -> {
          mayHoldSince.remove(key);
          history.add(locked);
        },
        () -> notTaken(key, session, life, answered.get()));
    return taken;
  }

  private void notTaken(String key, String session, long life, Answer answer) {
    boolean refused = answer.body().path("code").asText().equals("lock-held");
    if (refused || answer.isDone()) {
      Verdict verdict = refused ? Verdict.REFUSED : Verdict.UNKNOWN;
      history.add(new NotLocked(key, session, life, TTL_NANOS, verdict, answer.span()));
    }
  }

  void giveBack(Locked lock) throws InterruptedException {
    long from = System.nanoTime();
    Optional<Answer> released =
        desk.ask(
            desk.request(
                "DELETE",
                "/locks/%s?session_id=%s&fence=%d"
                    .formatted(lock.key(), lock.session(), lock.fence()),
                ""));
    if (released.isEmpty()) {
      mayHoldSince.merge(lock.key(), lock.span().from(), Math::min);
    }
    history.add(
        new Unlocked(
            lock.key(),
            lock.session(),
            lock.fence(),
            released
                .map(given -> given.isDone() ? Verdict.ACCEPTED : Verdict.REFUSED)
                .orElse(Verdict.UNKNOWN),
            released.map(Answer::span).orElseGet(() -> new Span(from, System.nanoTime()))));
  }
}
