package io.gaia.e2e.coordination;

import io.gaia.e2e.coordination.Caller.Answer;
import io.gaia.e2e.coordination.Caller.Call;
import java.util.Optional;
import java.util.Random;

/** Where one session asks: each request has a key of its own, and its patience is drawn. */
final class Desk {
  private static final double GIVES_UP = 0.1;

  private final int number;
  private final Random random;
  private final Caller caller;
  private final Workday workday;
  private int requests;

  Desk(int number, Random random, Caller caller, Workday workday) {
    this.number = number;
    this.random = random;
    this.caller = caller;
    this.workday = workday;
  }

  Call request(String method, String path, String json) {
    return new Call(method, path, json, "q-" + number + "-" + requests++);
  }

  /** The answer, if there is one before the client loses patience or the day is over. */
  Optional<Answer> ask(Call call) throws InterruptedException {
    return caller.call(call, () -> random.nextDouble() < GIVES_UP || workday.isOver());
  }

  /** The answer, however often it takes asking. */
  Answer insist(Call call) throws InterruptedException {
    return caller.call(call, () -> false).orElseThrow();
  }
}
