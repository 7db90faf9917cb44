package io.gaia.e2e.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.e2e.coordination.Entry.Claimed;
import io.gaia.e2e.coordination.Entry.FoundDead;
import io.gaia.e2e.coordination.Entry.Locked;
import io.gaia.e2e.coordination.Entry.NotLocked;
import io.gaia.e2e.coordination.Entry.Report;
import io.gaia.e2e.coordination.Entry.Reported;
import io.gaia.e2e.coordination.Entry.SawLock;
import io.gaia.e2e.coordination.Entry.SawTask;
import io.gaia.e2e.coordination.Entry.Span;
import io.gaia.e2e.coordination.Entry.TookOver;
import io.gaia.e2e.coordination.Entry.Unlocked;
import io.gaia.e2e.coordination.Entry.Verdict;
import io.gaia.e2e.coordination.FinalState.FinalAttempt;
import io.gaia.e2e.coordination.FinalState.FinalTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What clients were told becomes operations on keys: a good day has an order, a bad one none. */
@Execution(ExecutionMode.CONCURRENT)
class OrderCheckTest {
  private static final Duration LEASE = Duration.ofNanos(100);
  private static final Duration LOCK_DELAY = Duration.ofNanos(20);

  private final List<Entry> history = new ArrayList<>();

  /**
   * {@code a} claims a task and takes a lock, falls silent, dies and comes back; {@code b} claims
   * the task in an answer that is lost, and completes it.
   */
  private OrderCheckTest goodDay() {
    history.add(new Claimed("a", 1, "t", 1, at(10, 20)));
    history.add(new Locked("lock", "a", 1, 2, 1_000, at(21, 30)));
    history.add(new NotLocked("lock", "b", 1, 1_000, Verdict.REFUSED, at(31, 40)));
    history.add(new SawLock("lock", Optional.of("a"), 2, at(41, 50)));
    history.add(new FoundDead("a", 1, 15, "wrong-state", at(190, 200)));
    history.add(new TookOver("a", 2, 15, at(201, 210)));
    history.add(new Locked("lock", "b", 1, 3, 1_000, at(130, 150)));
    history.add(new SawTask("t", "assigned", 4, at(211, 220)));
    history.add(reported("a", 1, Verdict.REFUSED, at(221, 230)));
    history.add(reported("b", 4, Verdict.UNKNOWN, at(231, 240)));
    history.add(reported("b", 4, Verdict.ACCEPTED, at(241, 250)));
    history.add(new Unlocked("lock", "b", 3, Verdict.ACCEPTED, at(251, 260)));
    history.add(new SawLock("lock", Optional.empty(), 0, at(261, 270)));
    return this;
  }

  private static Span at(long from, long to) {
    return new Span(from, to);
  }

  private static Reported reported(String session, long fence, Verdict verdict, Span span) {
    return new Reported(Report.COMPLETE, session, "t", fence, "word", verdict, span);
  }

  private List<String> faults() {
    FinalTask task =
        new FinalTask(
            "t",
            Optional.of("k"),
            "completed",
            4,
            Optional.of("word"),
            List.of(
                new FinalAttempt("a", 1, "lost"),
                // nobody was told of it
                new FinalAttempt("b", 4, "completed")));
    return OrderCheck.faults(history, new FinalState(List.of(task), List.of()), LEASE, LOCK_DELAY);
  }

  @Test
  void aGoodDayHasAnOrder() {
    goodDay();
    assertThat(faults()).isEmpty();
  }

  @Test
  void whoComesBackMayHaveDiedUnheard() {
    goodDay().history.removeIf(each -> each instanceof FoundDead);
    assertThat(faults()).isEmpty();
  }

  @Test
  void anOldAnswerAboutATask() {
    goodDay().history.add(new SawTask("t", "assigned", 4, at(251, 260)));
    assertThat(faults()).singleElement().asString().startsWith("task t: no order");
  }

  @Test
  void anOldAnswerAboutALock() {
    goodDay().history.add(new SawLock("lock", Optional.of("a"), 2, at(151, 160)));
    assertThat(faults()).singleElement().asString().startsWith("lock: no order");
  }

  @Test
  void aLockOfTheDeadThatIsGivenBeforeTheDelay() {
    goodDay().history.add(new Locked("lock", "b", 1, 3, 1_000, at(100, 110)));
    assertThat(faults()).singleElement().asString().startsWith("lock: no order");
  }

  @Test
  void aClaimThatEndsWithoutAReason() {
    goodDay().history.removeIf(each -> each instanceof FoundDead || each instanceof TookOver);
    assertThat(faults()).anySatisfy(fault -> assertThat(fault).startsWith("task t: no order"));
  }
}
