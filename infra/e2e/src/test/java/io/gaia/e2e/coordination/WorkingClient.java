package io.gaia.e2e.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gaia.client.auth.Role;
import io.gaia.client.coordination.Claim;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.coordination.Lock;
import io.gaia.client.coordination.Session;
import io.gaia.client.coordination.SessionSpec;
import io.gaia.client.coordination.SessionStatus;
import io.gaia.client.coordination.Task;
import io.gaia.client.coordination.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session that works through the Java client: it gives itself tasks, works them off, takes and
 * releases a lock, and sends heartbeats. Every call has to be answered, and the session has to be
 * the same in the end.
 */
final class WorkingClient implements Callable<Void> {
  private final CoordinationClient client;
  private final String name;
  private final AtomicBoolean over;
  private final AtomicInteger calls;

  /**
   * @param calls counts those that were answered
   */
  WorkingClient(CoordinatorGroup group, String name, AtomicBoolean over, AtomicInteger calls) {
    this.client =
        CoordinationClient.to(
            group.urls(), Optional.of(group.token(Role.ADMIN, "client")), Duration.ofSeconds(60));
    this.name = name;
    this.over = over;
    this.calls = calls;
  }

  @Override
  public Void call() {
    Session session = client.sessions().register(SessionSpec.named(name));
    client.lessons().create(name, "its own", 0);
    while (!over.get()) {
      Task task = client.tasks().enqueue(forItself(session));
      List<Task> claimed =
          client
              .sessions()
              .claim(
                  session.id(),
                  session.incarnation(),
                  1,
                  Duration.ofSeconds(20),
                  Optional.of(name));
      assertThat(claimed).extracting(Task::id).containsExactly(task.id());
      Lock lock =
          client
              .locks()
              .acquire(
                  "lock-of-" + name,
                  session.id(),
                  session.incarnation(),
                  Duration.ofMinutes(5),
                  Duration.ofSeconds(20));
      client.sessions().heartbeat(session.id(), session.incarnation(), List.of());
      client.locks().release(lock.key(), session.id(), lock.fence());
      client
          .tasks()
          .complete(
              new Claim(task.id(), session.id(), claimed.get(0).fence().orElseThrow()),
              Optional.empty());
      calls.addAndGet(6);
    }
    Session now = client.sessions().get(session.id());
    assertThat(now.incarnation()).isEqualTo(session.incarnation());
    assertThat(now.status()).isNotIn(SessionStatus.OFFLINE, SessionStatus.FAILED);
    client.sessions().unregister(session.id());
    return null;
  }

  private static TaskSpec forItself(Session session) {
    return new TaskSpec(
        "t",
        JsonNodeFactory.instance.objectNode(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(session.name()),
        Optional.of(session.id()),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
