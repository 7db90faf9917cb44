package io.gaia.e2e.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.e2e.coordination.Entry.Claimed;
import io.gaia.e2e.coordination.Entry.Enqueued;
import io.gaia.e2e.coordination.Entry.FoundDead;
import io.gaia.e2e.coordination.Entry.Locked;
import io.gaia.e2e.coordination.Entry.Report;
import io.gaia.e2e.coordination.Entry.Reported;
import io.gaia.e2e.coordination.Entry.Span;
import io.gaia.e2e.coordination.Entry.TookOver;
import io.gaia.e2e.coordination.Entry.Unlocked;
import io.gaia.e2e.coordination.Entry.Verdict;
import io.gaia.e2e.coordination.FinalState.FinalAttempt;
import io.gaia.e2e.coordination.FinalState.FinalSession;
import io.gaia.e2e.coordination.FinalState.FinalTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each way to break a promise is noticed, and nothing else is. */
@Execution(ExecutionMode.CONCURRENT)
class HistoryCheckTest {
  private static final FinalAttempt LOST = new FinalAttempt("a", 1, "lost");
  private static final FinalAttempt DONE = new FinalAttempt("b", 4, "completed");

  private final List<Entry> history = new ArrayList<>();
  private List<FinalTask> tasks = List.of(task("completed", 4, "word", LOST, DONE));
  private List<FinalSession> sessions =
      List.of(new FinalSession("a", "idle", 2), new FinalSession("b", "busy", 1));

  private static FinalTask task(String status, long fence, String word, FinalAttempt... attempts) {
    return new FinalTask(
        "t", Optional.of("k"), status, fence, Optional.of(word), List.of(attempts));
  }

  private static Span at(long from, long to) {
    return new Span(from, to);
  }

  /**
   * A good day: {@code a} claims a task, loses it by coming back, and {@code b} completes it; in
   * between both hold a lock.
   */
  private HistoryCheckTest goodDay() {
    history.add(new Enqueued("k", Optional.empty(), at(0, 5)));
    history.add(new Enqueued("k", Optional.of("t"), at(6, 10)));
    history.add(new Claimed("a", 1, "t", 1, at(11, 20)));
    history.add(new Locked("lock", "a", 1, 2, 1_000, at(21, 30)));
    history.add(new Unlocked("lock", "a", 2, Verdict.UNKNOWN, at(31, 40)));
    history.add(new TookOver("a", 2, 35, at(41, 50)));
    history.add(new Locked("lock", "b", 1, 3, 1_000, at(35, 55)));
    history.add(new Claimed("b", 1, "t", 4, at(56, 60)));
    history.add(reported("a", 1, Verdict.REFUSED, at(61, 70)));
    history.add(reported("b", 4, Verdict.UNKNOWN, at(61, 70)));
    history.add(reported("b", 4, Verdict.ACCEPTED, at(71, 80)));
    return this;
  }

  private static Reported reported(String session, long fence, Verdict verdict, Span span) {
    return new Reported(Report.COMPLETE, session, "t", fence, "word", verdict, span);
  }

  private void isFaultedFor(String... starts) {
    List<String> faults = HistoryCheck.faults(history, new FinalState(tasks, sessions));
    for (String start : starts) {
      assertThat(faults).as(start).anyMatch(fault -> fault.startsWith(start));
    }
  }

  @Test
  void aGoodDayHasNoFault() {
    goodDay();
    assertThat(HistoryCheck.faults(history, new FinalState(tasks, sessions))).isEmpty();
  }

  @Test
  void anAnswerThatNeverCameMayMeanEither() {
    history.add(new Enqueued("k", Optional.empty(), at(0, 5)));
    tasks = List.of();
    sessions = List.of();
    assertThat(HistoryCheck.faults(history, new FinalState(tasks, sessions))).isEmpty();

    history.add(new Claimed("b", 1, "t", 4, at(6, 7)));
    history.add(reported("b", 4, Verdict.UNKNOWN, at(8, 9)));
    sessions = List.of(new FinalSession("b", "idle", 1));
    tasks = List.of(task("completed", 4, "word", DONE));
    assertThat(HistoryCheck.faults(history, new FinalState(tasks, sessions))).isEmpty();
  }

  @Test
  void aTaskThatIsGone() {
    goodDay().tasks = List.of();
    isFaultedFor("lost: t was acknowledged", "lost: t was worked on");
  }

  @Test
  void aTaskThatWasPutInTwice() {
    goodDay();
    tasks =
        List.of(
            tasks.get(0),
            new FinalTask("t2", Optional.of("k"), "failed", 0, Optional.of("x"), List.of()));
    isFaultedFor("doubled");
  }

  @Test
  void oneKeyWithTwoAnswers() {
    goodDay().history.add(new Enqueued("k", Optional.of("other"), at(90, 95)));
    isFaultedFor("lost: other was acknowledged");
  }

  @Test
  void aTaskThatNobodyPutIn() {
    goodDay();
    history.removeIf(Enqueued.class::isInstance);
    isFaultedFor("invented: nobody put in");
  }

  @Test
  void aCompletionThatWasForgotten() {
    goodDay().tasks = List.of(task("pending", 4, "word", LOST));
    isFaultedFor("not ended", "forgotten", "overturned");
  }

  @Test
  void aCompletionWithAnotherResultOrFence() {
    goodDay().tasks = List.of(task("completed", 4, "other", LOST, DONE));
    isFaultedFor("overturned", "invented: nobody completed");
    tasks = List.of(task("completed", 5, "word", LOST, DONE));
    isFaultedFor("overturned");
  }

  @Test
  void aTaskThatWasCompletedTwice() {
    goodDay().history.add(reported("a", 1, Verdict.ACCEPTED, at(61, 62)));
    isFaultedFor("completed twice", "stale", "forgotten");
    tasks = List.of(task("completed", 4, "word", new FinalAttempt("a", 1, "completed"), DONE));
    isFaultedFor("outcomes");
  }

  @Test
  void aCompletionThatNobodyAskedFor() {
    goodDay();
    history.removeIf(entry -> entry instanceof Reported report && report.fence() == 4);
    isFaultedFor("invented: nobody completed");
  }

  @Test
  void aFailureThatWasForgotten() {
    goodDay()
        .history
        .add(new Reported(Report.FAIL, "b", "t", 3, "why", Verdict.ACCEPTED, at(50, 51)));
    isFaultedFor("forgotten");
  }

  @Test
  void twoClaimsAtOnce() {
    goodDay().history.add(new Claimed("c", 1, "t", 3, at(30, 36)));
    isFaultedFor("held twice");
  }

  @Test
  void twoHoldersOfALock() {
    goodDay().history.add(new Locked("lock", "c", 1, 9, 1_000, at(22, 29)));
    isFaultedFor("held twice");
  }

  @Test
  void aLockMayHaveRunOut() {
    goodDay().history.add(new Locked("lock", "c", 1, 5, 1_000, at(900, 1_030)));
    isFaultedFor("held twice");
    history.set(history.size() - 1, new Locked("lock", "c", 1, 5, 1_000, at(900, 1_040)));
    assertThat(HistoryCheck.faults(history, new FinalState(tasks, sessions))).isEmpty();
  }

  @Test
  void aFenceThatWentBack() {
    goodDay().history.add(new Claimed("c", 1, "t2", 3, at(100, 110)));
    isFaultedFor("fence went back", "fence given twice");
    history.set(history.size() - 1, new Locked("lock2", "c", 1, 1, 1_000, at(100, 110)));
    isFaultedFor("fence went back", "fence given twice");
  }

  @Test
  void aSessionThatDied() {
    goodDay().sessions =
        List.of(new FinalSession("a", "failed", 2), new FinalSession("b", "idle", 1));
    isFaultedFor("died");
    sessions = List.of(new FinalSession("a", "idle", 1), new FinalSession("b", "idle", 1));
    isFaultedFor("died");
    sessions = List.of(new FinalSession("a", "idle", 2));
    isFaultedFor("lost: session b");
    sessions = List.of(new FinalSession("a", "idle", 2), new FinalSession("b", "idle", 1));
    history.add(new FoundDead("b", 1, 0, "wrong-state", at(70, 80)));
    isFaultedFor("died: b");
  }
}
