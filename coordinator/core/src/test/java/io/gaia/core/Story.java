package io.gaia.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ClusterCommand.LeaderElected;
import io.gaia.core.command.Command;
import io.gaia.core.command.LockCommand.AcquireLock;
import io.gaia.core.command.ProgressReport;
import io.gaia.core.command.SessionCommand.Heartbeat;
import io.gaia.core.command.SessionCommand.RegisterSession;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.core.command.TaskCommand.CompleteTask;
import io.gaia.core.command.TaskCommand.EnqueueTask;
import io.gaia.core.command.TaskCommand.FailTask;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Requires;
import io.gaia.core.model.Session;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskSpec;
import io.gaia.core.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * The language of the core's tests: a state machine, its time, and verbs. Sessions and tasks have
 * the names that a story gives them as ids.
 */
final class Story {
  static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");

  private final Coordination core;
  private long nowMs = MORNING.toEpochMilli();
  private long index;
  private ApplyResult last =
      new ApplyResult(0, List.of(), List.of(), List.of(), List.of(), List.of());

  private Story(Coordination core) {
    this.core = core;
  }

  static Story begins() {
    return new Story(Coordination.empty());
  }

  static Story begins(UnaryOperator<SettingsEdit> change) {
    Story story = begins();
    story.ask(new LeaderElected("n1", 1, change.apply(new SettingsEdit()).done()));
    return story;
  }

  Reply ask(Command command) {
    return apply(Request.of(command));
  }

  Reply ask(String requestId, Command command) {
    return apply(Request.of(requestId, command));
  }

  private Reply apply(Request request) {
    index++;
    last = core.apply(new Batch(nowMs, List.of(request)), index);
    return last.replies().get(0);
  }

  /** Time passes, and what is due happens. */
  Story later(Duration duration) {
    nowMs += duration.toMillis();
    index++;
    last = core.apply(new Batch(nowMs, List.of()), index);
    return this;
  }

  /** Nobody led for so long, and then someone whose wall clock is right. */
  Story withoutALeader(Duration duration) {
    long wallMs = nowMs + duration.toMillis();
    ask(new LeaderElected("n1", view().term() + 1, view().settings(), OptionalLong.of(wallMs)));
    nowMs = view().nowMs();
    return this;
  }

  long now() {
    return nowMs;
  }

  View view() {
    return core.view();
  }

  Coordination core() {
    return core;
  }

  ApplyResult last() {
    return last;
  }

  // sessions

  static SessionProfile worker(String name) {
    return new SessionProfile(
        name,
        "ada",
        Tier.WORKER,
        Provider.CLAUDE,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        10,
        "{}");
  }

  static SessionProfile workerWith(String name, int maxTasks) {
    return new SessionProfile(
        name,
        "ada",
        Tier.WORKER,
        Provider.CLAUDE,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        maxTasks,
        "{}");
  }

  Story session(String name) {
    return session(worker(name));
  }

  Story session(SessionProfile profile) {
    assertThat(ask(new RegisterSession(profile.name(), profile, false)))
        .isInstanceOf(Reply.Registered.class);
    return this;
  }

  Reply.Renewed heartbeat(String session, ProgressReport... progress) {
    return (Reply.Renewed) ask(new Heartbeat(session, OptionalLong.empty(), List.of(progress)));
  }

  Session sessionOf(String id) {
    return view().session(id).orElseThrow();
  }

  // tasks

  static TaskSpec spec() {
    return new TaskSpec(
        "review",
        "{}",
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Requires.NOTHING,
        List.of(),
        OptionalLong.empty(),
        OptionalInt.empty());
  }

  Story task(String id) {
    return task(id, spec -> spec);
  }

  Story task(String id, UnaryOperator<SpecEdit> change) {
    assertThat(enqueue(id, change)).isEqualTo(new Reply.Enqueued(id, true));
    return this;
  }

  Reply enqueue(String id, UnaryOperator<SpecEdit> change) {
    return ask(new EnqueueTask(id, change.apply(new SpecEdit(spec())).done()));
  }

  Task taskOf(String id) {
    return view().task(id).orElseThrow();
  }

  /** The ids of the tasks it got. */
  List<String> claim(String session, int max) {
    Reply reply = ask(new ClaimTasks(session, OptionalLong.empty(), max, Optional.empty()));
    return ((Reply.Claimed) reply).tasks().stream().map(Reply.Claimed.One::taskId).toList();
  }

  Story claimed(String session, String task) {
    assertThat(claim(session, 1)).containsExactly(task);
    return this;
  }

  long fence(String task) {
    return taskOf(task).fence();
  }

  Reply complete(String session, String task) {
    return ask(new CompleteTask(task, session, fence(task), Optional.of("{\"ok\":true}")));
  }

  Reply fail(String session, String task) {
    return ask(new FailTask(task, session, fence(task), "boom", true));
  }

  // locks

  Reply acquire(String key, String session, Duration ttl, Duration wait) {
    return ask(acquiring(key, session, ttl, wait));
  }

  static AcquireLock acquiring(String key, String session, Duration ttl, Duration wait) {
    return new AcquireLock(
        key, session, OptionalLong.empty(), ttl.toMillis(), wait.toMillis(), "{}");
  }

  Story holding(String key, String session, Duration ttl) {
    assertThat(acquire(key, session, ttl, Duration.ZERO)).isInstanceOf(Reply.Locked.class);
    return this;
  }

  Optional<String> ownerOf(String key) {
    return view().lock(key).map(Lock::ownerId);
  }

  // what happened

  /** Type and entity of each event of the last step. */
  List<String> events() {
    return last.events().stream()
        .map(recorded -> recorded.event().type() + " " + recorded.event().entityId())
        .toList();
  }

  static Refusal.Code codeOf(Reply reply) {
    return ((Reply.Refused) reply).refusal().code();
  }

  static Reply same(String id) {
    return new Reply.Changed(id, false);
  }

  static Reply changed(String id) {
    return new Reply.Changed(id, true);
  }
}
