package io.gaia.core;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ClusterCommand.Evict;
import io.gaia.core.command.ClusterCommand.LeaderElected;
import io.gaia.core.command.ClusterCommand.MoveTime;
import io.gaia.core.command.ClusterCommand.Projected;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.core.command.ClusterCommand.Relayed;
import io.gaia.core.command.Command;
import io.gaia.core.command.LessonCommand.CreateLesson;
import io.gaia.core.command.LessonCommand.SetAffinity;
import io.gaia.core.command.LessonCommand.UpdateLesson;
import io.gaia.core.command.LockCommand.ReleaseLock;
import io.gaia.core.command.ProgressReport;
import io.gaia.core.command.SessionCommand.FailSession;
import io.gaia.core.command.SessionCommand.Heartbeat;
import io.gaia.core.command.SessionCommand.RegisterSession;
import io.gaia.core.command.TaskCommand.AssignTask;
import io.gaia.core.command.TaskCommand.CancelTask;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.core.command.TaskCommand.CompleteTask;
import io.gaia.core.command.TaskCommand.EnqueueTask;
import io.gaia.core.command.TaskCommand.ExtendClaim;
import io.gaia.core.command.TaskCommand.FailTask;
import io.gaia.core.command.TaskCommand.RetryTask;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Requires;
import io.gaia.core.model.TaskSpec;
import io.gaia.core.model.TimeWindow;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One row, one "no". In the world of the table ada holds task t1 and the lock door, t2 waits, t3 is
 * done under the key k3, and nil has died.
 */
class RefusalTest {
  record Row(Command command, Refusal.Code code, String field) {
    Row(Command command, Refusal.Code code) {
      this(command, code, "");
    }
  }

  private static final String BIG = "x".repeat(64 * 1024 + 1);

  private final Story story = world();

  private static Story world() {
    Story story =
        Story.begins(settings -> settings.maxLockWaiters(1))
            .session("nil")
            .session("ada")
            .session("bob")
            .session("cleo");
    story.ask(new FailSession("nil", "gone"));
    story.task("t3", s -> s.key("k3")).claimed("ada", "t3");
    story.complete("ada", "t3");
    story.task("t1").claimed("ada", "t1").task("t2").holding("door", "ada", ofSeconds(20));
    story.acquire("door", "bob", ofSeconds(9), ofSeconds(9));
    story.ask(new CreateLesson("loops", "Loops", 0, "{}"));
    return story;
  }

  static Stream<Row> sessions() {
    return Stream.of(
        new Row(register("", 1), Refusal.Code.INVALID_FIELD, "name"),
        new Row(register("a\nb", 1), Refusal.Code.INVALID_FIELD, "name"),
        new Row(register("dan", 0), Refusal.Code.INVALID_FIELD, "max_concurrent_tasks"),
        new Row(register("ada", 1), Refusal.Code.NAME_TAKEN),
        new Row(beat("nobody", 1), Refusal.Code.NOT_FOUND),
        new Row(beat("nil", 1), Refusal.Code.WRONG_STATE),
        new Row(beat("ada", 9), Refusal.Code.STALE_FENCE),
        new Row(progress(101, "{}"), Refusal.Code.INVALID_FIELD, "progress.percent"),
        new Row(progress(10, BIG), Refusal.Code.TOO_LARGE, "progress.checkpoint"));
  }

  static Stream<Row> tasks() {
    return Stream.of(
        new Row(enqueue(s -> s.priority(10)), Refusal.Code.INVALID_FIELD, "priority"),
        new Row(enqueue(s -> s.maxRetries(-1)), Refusal.Code.INVALID_FIELD, "max_retries"),
        new Row(enqueue(s -> s.payload(BIG)), Refusal.Code.TOO_LARGE, "payload"),
        new Row(enqueue(s -> s.key("")), Refusal.Code.INVALID_FIELD, "idempotency_key"),
        new Row(enqueue(s -> s.after("tx")), Refusal.Code.NOT_FOUND, "depends_on"),
        new Row(enqueue(s -> s.target("nobody")), Refusal.Code.NOT_FOUND, "target_session_id"),
        new Row(
            enqueue(s -> s.requires(new Requires(Optional.empty(), Optional.empty(), List.of("")))),
            Refusal.Code.INVALID_FIELD,
            "requires.capabilities"),
        new Row(enqueue(s -> s.key("k3").payload("[]")), Refusal.Code.IDEMPOTENCY_MISMATCH),
        new Row(new EnqueueTask("t1", Story.spec()), Refusal.Code.INVALID_FIELD, "id"),
        new Row(claim("ada", 0), Refusal.Code.INVALID_FIELD, "max"),
        new Row(claim("nil", 1), Refusal.Code.WRONG_STATE),
        new Row(complete("tx", "{}"), Refusal.Code.NOT_FOUND),
        new Row(complete("t1", BIG), Refusal.Code.TOO_LARGE, "result"),
        new Row(complete("t1", "{}"), Refusal.Code.STALE_FENCE),
        new Row(new FailTask("t1", "ada", 1, BIG, true), Refusal.Code.TOO_LARGE, "reason"),
        new Row(
            new ExtendClaim("t1", "ada", 1, OptionalLong.of(0)),
            Refusal.Code.INVALID_FIELD,
            "seconds"),
        new Row(new AssignTask("t3", "bob"), Refusal.Code.WRONG_STATE),
        new Row(new AssignTask("t2", "nil"), Refusal.Code.WRONG_STATE),
        new Row(new CancelTask("t3", "late"), Refusal.Code.WRONG_STATE),
        new Row(new CancelTask("tx", "late"), Refusal.Code.NOT_FOUND),
        new Row(new RetryTask("t2"), Refusal.Code.WRONG_STATE),
        new Row(new RetryTask("tx"), Refusal.Code.NOT_FOUND));
  }

  static Stream<Row> others() {
    return Stream.of(
        new Row(acquire("a b", 1, 0), Refusal.Code.INVALID_FIELD, "key"),
        new Row(acquire("door", 0, 0), Refusal.Code.INVALID_FIELD, "ttl_seconds"),
        new Row(acquire("door", 1, 26), Refusal.Code.INVALID_FIELD, "wait_seconds"),
        new Row(acquire("door", 1, 0), Refusal.Code.LOCK_HELD),
        new Row(acquire("door", 1, 5), Refusal.Code.TOO_MANY),
        new Row(new ReleaseLock("door", "bob", 1), Refusal.Code.STALE_FENCE),
        new Row(new CreateLesson("loops", "Other", 0, "{}"), Refusal.Code.NAME_TAKEN),
        new Row(new CreateLesson("new", "New", 10, "{}"), Refusal.Code.INVALID_FIELD, "priority"),
        new Row(
            new UpdateLesson(
                "none", Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty()),
            Refusal.Code.NOT_FOUND),
        new Row(affinity("nobody", 1, "UTC"), Refusal.Code.NOT_FOUND),
        new Row(affinity("ada", 101, "UTC"), Refusal.Code.INVALID_FIELD, "score"),
        new Row(affinity("ada", 1, "Mars/North"), Refusal.Code.INVALID_FIELD, "time_window.zone"),
        new Row(new LeaderElected("n0", 0, Settings.DEFAULTS), Refusal.Code.WRONG_STATE),
        new Row(new MoveTime(0), Refusal.Code.INVALID_FIELD, "by_ms"),
        new Row(new MoveTime(60_001), Refusal.Code.INVALID_FIELD, "by_ms"),
        new Row(new RaiseFormat(0), Refusal.Code.INVALID_FIELD, "format_version"),
        new Row(new Projected(99_999), Refusal.Code.INVALID_FIELD, "index"),
        new Row(new Relayed(99_999, 0), Refusal.Code.INVALID_FIELD, "index"),
        new Row(new Relayed(1, -1), Refusal.Code.INVALID_FIELD, "ordinal"),
        new Row(new Evict(0, false), Refusal.Code.INVALID_FIELD, "limit"));
  }

  @ParameterizedTest
  @MethodSource({"sessions", "tasks", "others"})
  void isRefusedAndChangesNothing(Row row) {
    View before = story.view();
    Refusal refusal = ((Reply.Refused) story.ask(row.command())).refusal();
    assertThat(refusal.code()).as(refusal.detail()).isEqualTo(row.code());
    assertThat(refusal.field().orElse("")).isEqualTo(row.field());
    assertThat(refusal.detail()).isNotBlank();
    assertThat(story.last().events()).isEmpty();
    assertThat(story.view().image().tasks()).isEqualTo(before.image().tasks());
    assertThat(story.view().image().sessions()).isEqualTo(before.image().sessions());
    assertThat(story.view().image().locks()).isEqualTo(before.image().locks());
    assertThat(story.view().image().changes()).isEqualTo(before.image().changes());
  }

  @Test
  void everyCodeOccurs() {
    Set<Refusal.Code> seen =
        Stream.of(sessions(), tasks(), others())
            .flatMap(rows -> rows)
            .map(Row::code)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Refusal.Code.class)));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(Arrays.asList(Refusal.Code.values()));
    assertThat(Refusal.Code.IDEMPOTENCY_MISMATCH.wireName()).isEqualTo("idempotency-mismatch");
  }

  private static Command register(String name, int max) {
    return new RegisterSession("new", Story.workerWith(name, max), false);
  }

  private static Command beat(String session, long incarnation) {
    return new Heartbeat(session, OptionalLong.of(incarnation), List.of());
  }

  private static Command progress(int percent, String checkpoint) {
    return new Heartbeat(
        "ada",
        OptionalLong.empty(),
        List.of(
            new ProgressReport(
                "t1", 1, OptionalInt.of(percent), Optional.empty(), Optional.of(checkpoint))));
  }

  private static Command enqueue(UnaryOperator<SpecEdit> change) {
    TaskSpec spec = change.apply(new SpecEdit(Story.spec())).done();
    return new EnqueueTask("new", spec);
  }

  private static Command claim(String session, int max) {
    return new ClaimTasks(session, OptionalLong.empty(), max, Optional.empty());
  }

  private static Command complete(String task, String result) {
    return new CompleteTask(task, "ada", 1, Optional.of(result));
  }

  private static Command acquire(String key, int ttlSeconds, int waitSeconds) {
    return Story.acquiring(
        key, "cleo", ofSeconds(ttlSeconds), waitSeconds == 0 ? ZERO : ofSeconds(waitSeconds));
  }

  private static Command affinity(String session, int score, String zone) {
    return new SetAffinity(
        new Affinity(session, "loops", score, Optional.of(new TimeWindow(0, 1, zone))));
  }
}
