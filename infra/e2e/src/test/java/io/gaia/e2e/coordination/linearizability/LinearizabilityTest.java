package io.gaia.e2e.coordination.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.e2e.coordination.linearizability.LockModel.Call.GiveBack;
import io.gaia.e2e.coordination.linearizability.LockModel.Call.LifeEnded;
import io.gaia.e2e.coordination.linearizability.LockModel.Call.Look;
import io.gaia.e2e.coordination.linearizability.LockModel.Call.Refused;
import io.gaia.e2e.coordination.linearizability.LockModel.Call.Take;
import io.gaia.e2e.coordination.linearizability.LockModel.Verdict;
import io.gaia.e2e.coordination.linearizability.TaskModel.Call.Claim;
import io.gaia.e2e.coordination.linearizability.TaskModel.Call.Report;
import io.gaia.e2e.coordination.linearizability.TaskModel.Outcome;
import io.gaia.e2e.coordination.linearizability.TaskModel.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories that can have happened are taken, and each that cannot is noticed. */
@Execution(ExecutionMode.CONCURRENT)
class LinearizabilityTest {
  private static final long LONG = 1_000;

  private static <C> Operation<C> at(long from, long to, C call) {
    return new Operation<>(call, from, to);
  }

  private static <C> Operation<C> unanswered(long from, C call) {
    return new Operation<>(call, from, Operation.NEVER);
  }

  private static OptionalLong fence(long fence) {
    return OptionalLong.of(fence);
  }

  @Nested
  class OfLocks {
    private static Take take(String session, long fence, long until) {
      return new Take(session, 1, fence(fence), until);
    }

    private static GiveBack giveBack(String session, long fence) {
      return new GiveBack(session, fence, Verdict.ACCEPTED);
    }

    private static Look look(String session, long fence) {
      return new Look(session, fence(fence));
    }

    private static Look nobody() {
      return new Look("", OptionalLong.empty());
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void isTaken(Operation<LockModel.Call>... history) {
      assertThat(Linearizability.fault(new LockModel(), List.of(history))).isEmpty();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void isNoticed(Operation<LockModel.Call>... history) {
      assertThat(Linearizability.fault(new LockModel(), List.of(history)))
          .hasValueSatisfying(fault -> assertThat(fault).startsWith("no order goes on"));
    }

    @Test
    void oneAfterTheOther() {
      isTaken(
          at(0, 1, take("a", 1, LONG)),
          at(2, 3, new Refused("b", 1)),
          at(4, 5, look("a", 1)),
          at(6, 7, giveBack("a", 1)),
          at(8, 9, nobody()),
          at(10, 11, take("b", 2, LONG)));
    }

    @Test
    void whatOverlapsMayHaveAnyOrder() {
      isTaken(
          at(0, 10, take("b", 2, LONG)),
          at(1, 9, giveBack("a", 1)),
          at(2, 8, take("a", 1, LONG)),
          at(3, 7, look("b", 2)));
    }

    @Test
    void twoHoldersAtOnce() {
      isNoticed(at(0, 1, take("a", 1, LONG)), at(2, 3, take("b", 2, LONG)));
    }

    @Test
    void aFenceThatGoesBack() {
      isNoticed(
          at(0, 1, take("a", 2, LONG)), at(2, 3, giveBack("a", 2)), at(4, 5, take("b", 1, LONG)));
    }

    @Test
    void anOldRead() {
      isNoticed(
          at(0, 1, take("a", 1, LONG)),
          at(2, 3, giveBack("a", 1)),
          at(4, 5, take("b", 2, LONG)),
          at(6, 7, look("a", 1)));
    }

    @Test
    void aGrantThatIsForgotten() {
      isNoticed(at(0, 1, take("a", 1, LONG)), at(2, 3, nobody()));
    }

    @Test
    void aReleaseThatIsForgotten() {
      isNoticed(at(0, 1, take("a", 1, LONG)), at(2, 3, giveBack("a", 1)), at(4, 5, look("a", 1)));
    }

    @Test
    void aRefusalWithoutAHolder() {
      isNoticed(
          at(0, 1, take("a", 1, LONG)), at(2, 3, giveBack("a", 1)), at(4, 5, new Refused("b", 1)));
    }

    @Test
    void itEndsByItselfButNotEarly() {
      isTaken(at(0, 1, take("a", 1, 50)), at(40, 51, take("b", 2, LONG)));
      isNoticed(at(0, 1, take("a", 1, 50)), at(40, 49, take("b", 2, LONG)));
    }

    @Test
    void aRenewalCountsFromItsQuestion() {
      isNoticed(
          at(0, 1, take("a", 1, 50)), at(30, 31, take("a", 1, 80)), at(60, 70, take("b", 2, LONG)));
    }

    @Test
    void aLockOfTheDeadWaitsForTheDelay() {
      isTaken(
          at(0, 1, take("a", 1, LONG)),
          at(10, 12, new LifeEnded("a", 1, 60)),
          at(55, 61, take("b", 2, LONG)));
      isNoticed(
          at(0, 1, take("a", 1, LONG)),
          at(10, 12, new LifeEnded("a", 1, 60)),
          at(50, 55, take("b", 2, LONG)));
    }

    @Test
    void anUnansweredTakeMayHaveHappenedOrNot() {
      Take lost = new Take("a", 1, OptionalLong.empty(), 50);
      isTaken(unanswered(0, lost), at(1, 2, nobody()));
      isTaken(unanswered(0, lost), at(1, 2, new Refused("b", 1)), at(3, 4, take("a", 7, LONG)));
      isTaken(unanswered(0, lost), at(1, 2, look("a", 3)), at(45, 51, take("b", 4, LONG)));
      isNoticed(unanswered(0, lost), at(1, 2, look("a", 3)), at(3, 4, take("b", 4, LONG)));
      isNoticed(unanswered(5, lost), at(1, 2, new Refused("b", 1)));
    }

    @Test
    void anUnansweredReleaseMayHaveHappenedOrNot() {
      GiveBack lost = new GiveBack("a", 1, Verdict.UNKNOWN);
      isTaken(at(0, 1, take("a", 1, LONG)), unanswered(2, lost), at(3, 4, take("b", 2, LONG)));
      isTaken(at(0, 1, take("a", 1, LONG)), unanswered(2, lost), at(3, 4, look("a", 1)));
      isNoticed(
          at(0, 1, take("a", 1, LONG)),
          unanswered(2, lost),
          at(3, 4, take("b", 2, LONG)),
          at(5, 6, look("a", 1)));
    }

    @Test
    void aStaleReleaseThatIsTaken() {
      isNoticed(
          at(0, 1, take("a", 1, LONG)),
          at(2, 3, giveBack("a", 1)),
          at(4, 5, take("b", 2, LONG)),
          at(6, 7, giveBack("a", 1)));
    }

    /** Also as a test that the search ends soon: 1,000 operations, one in ten unanswered. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5})
    void whatARealLockAnswers(long seed) {
      List<Operation<LockModel.Call>> history = played(new Random(seed), 1_000);
      assertThat(Linearizability.fault(new LockModel(), history)).isEmpty();

      int spoiled = 0;
      for (int i = history.size() / 2; spoiled == 0; i++) {
        Operation<LockModel.Call> each = history.get(i);
        if (each.call() instanceof Look look && look.fence().isPresent()) {
          // what a leader that has slept would have said
          Look old = new Look(look.session(), fence(look.fence().getAsLong() - 40));
          history.set(i, new Operation<>(old, each.from(), each.to()));
          spoiled++;
        }
      }
      assertThat(Linearizability.fault(new LockModel(), history)).isPresent();
    }

    /** Eight clients of a lock that does what it should; each operation happens at one time. */
    private static List<Operation<LockModel.Call>> played(Random random, int length) {
      List<Operation<LockModel.Call>> history = new ArrayList<>();
      String holder = "";
      long fence = 0;
      for (long now = 100; history.size() < length; now += 10) {
        long from = now - random.nextInt(60);
        long to = now + random.nextInt(60);
        boolean lost = random.nextInt(10) == 0;
        String session = "s" + random.nextInt(8);
        LockModel.Call call;
        if (random.nextInt(3) == 0) {
          call = holder.isEmpty() ? nobody() : look(holder, fence);
          lost = false;
        } else if (holder.isEmpty()) {
          holder = session;
          fence++;
          call =
              new Take(session, 1, lost ? OptionalLong.empty() : fence(fence), Long.MAX_VALUE / 2);
        } else if (random.nextBoolean()) {
          call = new GiveBack(holder, fence, lost ? Verdict.UNKNOWN : Verdict.ACCEPTED);
          holder = "";
        } else if (session.equals(holder)) {
          call = new Take(session, 1, fence(fence), Long.MAX_VALUE / 2);
          lost = false;
        } else {
          call = new Refused(session, 1);
          lost = false;
        }
        history.add(new Operation<>(call, from, lost ? Operation.NEVER : to));
      }
      return history;
    }
  }

  @Nested
  class OfTasks {
    private static Report report(Outcome outcome, String session, long fence, Verdict verdict) {
      return new Report(outcome, session, fence, verdict);
    }

    private static Report done(String session, long fence, Verdict verdict) {
      return report(Outcome.COMPLETE, session, fence, verdict);
    }

    private static Optional<String> fault(List<Operation<TaskModel.Call>> history) {
      return Linearizability.fault(new TaskModel(4), history);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void isTaken(Operation<TaskModel.Call>... history) {
      assertThat(fault(List.of(history))).isEmpty();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void isNoticed(Operation<TaskModel.Call>... history) {
      assertThat(fault(List.of(history))).isPresent();
    }

    @Test
    void claimedLostClaimedAgainAndDoneOnce() {
      isTaken(
          at(0, 1, new Claim("a", 1, 1)),
          at(2, 6, new TaskModel.Call.LifeEnded("a", 1)),
          at(3, 5, new Claim("b", 1, 2)),
          at(7, 8, done("a", 1, Verdict.REFUSED)),
          at(9, 10, done("b", 2, Verdict.ACCEPTED)),
          at(11, 12, done("b", 2, Verdict.ACCEPTED)),
          at(13, 14, new TaskModel.Call.Look(Status.COMPLETED, 2)));
    }

    @Test
    void twoClaimsAtOnce() {
      isNoticed(at(0, 1, new Claim("a", 1, 1)), at(2, 3, new Claim("b", 1, 2)));
    }

    @Test
    void aStaleFenceThatIsTaken() {
      isNoticed(
          at(0, 1, new Claim("a", 1, 1)),
          at(2, 3, new TaskModel.Call.LifeEnded("a", 1)),
          at(4, 5, new Claim("b", 1, 2)),
          at(6, 7, done("a", 1, Verdict.ACCEPTED)));
    }

    @Test
    void aLiveFenceThatIsRefused() {
      isNoticed(at(0, 1, new Claim("a", 1, 1)), at(2, 3, done("a", 1, Verdict.REFUSED)));
    }

    @Test
    void aClaimOfWhatIsDone() {
      isNoticed(
          at(0, 1, new Claim("a", 1, 1)),
          at(2, 3, done("a", 1, Verdict.ACCEPTED)),
          at(4, 5, new Claim("b", 1, 2)));
    }

    @Test
    void aCompletionThatIsForgotten() {
      isNoticed(
          at(0, 1, new Claim("a", 1, 1)),
          at(2, 3, done("a", 1, Verdict.ACCEPTED)),
          at(4, 5, new TaskModel.Call.Look(Status.CLAIMED, 1)));
    }

    @Test
    void aFenceThatGoesBack() {
      isNoticed(
          at(0, 1, new Claim("a", 1, 2)),
          at(2, 3, report(Outcome.RELEASE, "a", 2, Verdict.ACCEPTED)),
          at(4, 5, new Claim("b", 1, 1)));
    }

    @Test
    void anUnansweredReportMayHaveHappenedOrNot() {
      Report lost = done("a", 1, Verdict.UNKNOWN);
      isTaken(
          at(0, 1, new Claim("a", 1, 1)),
          unanswered(2, lost),
          at(3, 4, new TaskModel.Call.Look(Status.CLAIMED, 1)),
          at(5, 6, new TaskModel.Call.Look(Status.COMPLETED, 1)));
      isNoticed(
          at(0, 1, new Claim("a", 1, 1)),
          unanswered(2, lost),
          at(3, 4, new TaskModel.Call.Look(Status.COMPLETED, 1)),
          at(5, 6, new TaskModel.Call.Look(Status.CLAIMED, 1)));
    }

    @Test
    void attemptsAreSpentOnce() {
      List<Operation<TaskModel.Call>> history = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        history.add(at(i * 10, i * 10 + 1, new Claim("a", 1, i + 1)));
        history.add(at(i * 10 + 2, i * 10 + 3, report(Outcome.FAIL, "a", i + 1, Verdict.ACCEPTED)));
      }
      List<Operation<TaskModel.Call>> again = new ArrayList<>(history);
      history.add(at(50, 51, new TaskModel.Call.Look(Status.FAILED, 4)));
      assertThat(fault(history)).isEmpty();
      again.add(at(50, 51, new Claim("a", 1, 5)));
      assertThat(fault(again)).isPresent();
    }
  }
}
