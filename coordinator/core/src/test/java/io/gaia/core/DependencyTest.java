package io.gaia.core;

import static io.gaia.core.Story.changed;
import static io.gaia.core.Story.codeOf;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ClusterCommand.Evict;
import io.gaia.core.command.TaskCommand.CancelTask;
import io.gaia.core.command.TaskCommand.FailTask;
import io.gaia.core.command.TaskCommand.RetryTask;
import io.gaia.core.model.TaskStatus;
import org.junit.jupiter.api.Test;

class DependencyTest {
  private final Story story = Story.begins().session("ada");

  @Test
  void aTaskWaitsForAllItDependsOn() {
    story.task("a").task("b").task("c", s -> s.after("a", "b"));
    assertThat(story.claim("ada", 5)).containsExactly("a", "b");
    story.complete("ada", "a");
    assertThat(story.claim("ada", 5)).isEmpty();
    story.complete("ada", "b");
    assertThat(story.events()).containsExactly("task.completed b", "task.unblocked c");
    story.claimed("ada", "c");
  }

  @Test
  void whatIsDoneAlreadyBlocksNothing() {
    story.task("a").claimed("ada", "a");
    story.complete("ada", "a");
    story.task("b", s -> s.after("a")).claimed("ada", "b");
  }

  @Test
  void cyclesCannotBeMade() {
    assertThat(codeOf(story.enqueue("a", s -> s.after("a")))).isEqualTo(Refusal.Code.INVALID_FIELD);
    Reply.Refused unknown = (Reply.Refused) story.enqueue("a", s -> s.after("b"));
    assertThat(unknown.refusal().code()).isEqualTo(Refusal.Code.NOT_FOUND);
    assertThat(unknown.refusal().field()).hasValue("depends_on");
  }

  @Test
  void whoDependsOnACancelledTaskIsCancelledTooAllTheWayDown() {
    story.task("a").task("b", s -> s.after("a")).task("c", s -> s.after("b"));
    story.ask(new CancelTask("a", "no need"));
    assertThat(story.events())
        .containsExactly("task.cancelled a", "task.cancelled b", "task.cancelled c");
    assertThat(codeOf(story.enqueue("d", s -> s.after("a")))).isEqualTo(Refusal.Code.WRONG_STATE);
  }

  @Test
  void whoDependsOnADeadLetterWaitsForItsReplay() {
    story.task("a").task("b", s -> s.after("a")).claimed("ada", "a");
    story.ask(new FailTask("a", "ada", story.fence("a"), "boom", false));
    assertThat(story.taskOf("b").status()).isEqualTo(TaskStatus.PENDING);
    assertThat(story.claim("ada", 1)).isEmpty();
    story.ask(new RetryTask("a"));
    story.claimed("ada", "a");
    story.complete("ada", "a");
    story.claimed("ada", "b");
  }

  @Test
  void theOutcomeOfATaskThatLeftIsStillKnown() {
    story.task("a").claimed("ada", "a");
    story.complete("ada", "a");
    story.later(ofHours(24));
    assertThat(story.view().hasEvictable()).isTrue();
    assertThat(story.ask(new Evict(10, false))).isEqualTo(changed("queue"));
    assertThat(story.view().task("a")).isEmpty();
    assertThat(story.view().outcome("a").orElseThrow().status()).isEqualTo(TaskStatus.COMPLETED);
    story.task("b", s -> s.after("a"));
    assertThat(story.taskOf("b").queued()).isTrue();
  }

  @Test
  void aDeadLetterThatSomeoneWaitsForDoesNotLeave() {
    story.task("a").task("b", s -> s.after("a")).claimed("ada", "a");
    story.ask(new FailTask("a", "ada", story.fence("a"), "boom", false));
    story.later(ofHours(24));
    story.ask(new Evict(10, false));
    assertThat(story.view().task("a")).isPresent();
  }
}
