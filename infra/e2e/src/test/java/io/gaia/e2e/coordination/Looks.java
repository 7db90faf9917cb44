package io.gaia.e2e.coordination;

import io.gaia.e2e.coordination.Caller.Answer;
import io.gaia.e2e.coordination.Caller.Call;
import io.gaia.e2e.coordination.Entry.SawLock;
import io.gaia.e2e.coordination.Entry.SawTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/** A session's default reads of locks and of tasks that it once had: none may be old. */
final class Looks {
  private static final int REMEMBERED = 30;

  private final Desk desk;
  private final Random random;
  private final Queue<Entry> history;
  private final List<String> tasks = new ArrayList<>();

  Looks(Desk desk, Random random, Queue<Entry> history) {
    this.desk = desk;
    this.random = random;
    this.history = history;
  }

  void remember(String task) {
    if (tasks.size() < REMEMBERED) {
      tasks.add(task);
    } else {
      tasks.set(random.nextInt(REMEMBERED), task);
    }
  }

  void look() throws InterruptedException {
    if (tasks.isEmpty() || random.nextBoolean()) {
      lookAtLock(Locks.anyOf(random));
    } else {
      lookAtTask(tasks.get(random.nextInt(tasks.size())));
    }
  }

  private void lookAtLock(String key) throws InterruptedException {
    Optional<Answer> answer = desk.ask(new Call("GET", "/locks/" + key, "", ""));
    if (answer.isPresent()) {
      Optional<String> session =
          Optional.ofNullable(answer.get().body().path("session_id").textValue());
      long fence = answer.get().body().path("fence").longValue();
      history.add(new SawLock(key, session, fence, answer.get().span()));
    }
  }

  private void lookAtTask(String task) throws InterruptedException {
    Optional<Answer> answer = desk.ask(new Call("GET", "/tasks/" + task, "", ""));
    if (answer.isPresent()) {
      if (!answer.get().isDone()) {
        throw new AssertionError("lost: " + task + ": " + answer.get().body());
      }
      history.add(
          new SawTask(
              task,
              answer.get().body().get("status").textValue(),
              answer.get().body().path("fence").longValue(),
              answer.get().span()));
    }
  }
}
