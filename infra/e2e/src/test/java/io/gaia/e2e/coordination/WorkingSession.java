package io.gaia.e2e.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.e2e.coordination.Caller.Answer;
import io.gaia.e2e.coordination.Caller.Call;
import io.gaia.e2e.coordination.Entry.Claimed;
import io.gaia.e2e.coordination.Entry.Enqueued;
import io.gaia.e2e.coordination.Entry.FoundDead;
import io.gaia.e2e.coordination.Entry.Locked;
import io.gaia.e2e.coordination.Entry.Report;
import io.gaia.e2e.coordination.Entry.Reported;
import io.gaia.e2e.coordination.Entry.Span;
import io.gaia.e2e.coordination.Entry.TookOver;
import io.gaia.e2e.coordination.Entry.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One session's life: puts tasks in, claims, works, reports, takes locks, now and then comes back
 * as a new incarnation and tries its old fences. What it does is drawn from its seed; what it
 * learns goes into the history. A broken answer is mostly asked for again, sometimes never.
 */
final class WorkingSession implements Callable<Void> {
  private static final int MAX_HELD = 10;
  private static final int BATCH = 20;
  private static final long HEARTBEAT_NANOS = 3_000_000_000L;

  private final int number;
  private final Random random;
  private final Desk desk;
  private final Locks locks;
  private final Looks looks;
  private final Queue<Entry> history;
  private final Workday workday;

  private String id = "";
  private long life;
  private int enqueued;
  private long lastHeartbeat;

  /** When it began to send the last heartbeat that was acknowledged. */
  private long renewed;

  /**
   * When the first claim of this life began whose answer never came: it may come true at any time.
   */
  private OptionalLong lostClaimFrom = OptionalLong.empty();

  /** Whether it has not asked since for what it holds. */
  private boolean unsure;

  private final Map<String, Long> held = new LinkedHashMap<>();

  WorkingSession(int number, long seed, Caller caller, Queue<Entry> history, Workday workday) {
    this.number = number;
    this.random = new Random(seed * 1_000_003 + number);
    this.desk = new Desk(number, random, caller, workday);
    this.locks = new Locks(desk, random, history);
    this.looks = new Looks(desk, random, history);
    this.history = history;
    this.workday = workday;
  }

  @Override
  public Void call() throws InterruptedException {
    register(false);
    while (!workday.isOver()) {
      workday.round(number);
      heartbeatIfDue();
      if (enqueued < workday.tasksEach() ? chance(0.2) : workday.isFeeding() && held.isEmpty()) {
        enqueue();
      }
      if (held.size() < MAX_HELD) {
        claim();
      }
      if (held.size() > 1 && chance(0.7)) {
        completeAll();
      } else if (!held.isEmpty()) {
        work();
      }
      if (chance(0.05)) {
        workUnderLock();
      }
      if (chance(0.1)) {
        looks.look();
      }
      if (chance(0.01)) {
        takeOver();
      }
    }
    heartbeat(); // it learns if it has died
    return null;
  }

  private boolean chance(double share) {
    return random.nextDouble() < share;
  }

  private Span register(boolean takeover) throws InterruptedException {
    Answer answer =
        desk.insist(
            desk.request(
                "POST",
                "/sessions",
                """
                {"name":"session-%d","tier":"worker","provider":"claude",\
                "max_concurrent_tasks":%d,"takeover":%b}\
                """
                    .formatted(number, MAX_HELD, takeover)));
    if (!answer.isDone()) {
      throw new AssertionError("session-" + number + " cannot register: " + answer.body());
    }
    id = answer.body().get("id").textValue();
    life = answer.body().get("incarnation").longValue();
    lastHeartbeat = System.nanoTime();
    renewed = answer.span().from();
    return answer.span();
  }

  private void heartbeatIfDue() throws InterruptedException {
    if (System.nanoTime() - lastHeartbeat >= HEARTBEAT_NANOS || unsure) {
      heartbeat();
    }
  }

  private void heartbeat() throws InterruptedException {
    String progress =
        held.entrySet().stream()
            .map(
                claim ->
                    "{\"task_id\":\"%s\",\"fence\":%d,\"percent\":%d}"
                        .formatted(claim.getKey(), claim.getValue(), random.nextInt(101)))
            .collect(Collectors.joining(","));
    Answer answer =
        desk.insist(
            new Call(
                "POST",
                "/sessions/" + id + "/heartbeat",
                "{\"incarnation\":%d,\"progress\":[%s]}".formatted(life, progress),
                ""));
    lastHeartbeat = System.nanoTime();
    if (!answer.isDone()) {
      comeBack(answer);
      return;
    }
    renewed = answer.span().from();
    long from = lostClaimFrom.orElse(answer.span().from());
    Map<String, Long> known = Map.copyOf(held);
    held.clear();
    for (JsonNode claim : answer.body().get("tasks")) {
      String task = claim.get("id").textValue();
      long fence = claim.get("fence").longValue();
      held.put(task, fence);
      if (!Long.valueOf(fence).equals(known.get(task))) {
        history.add(new Claimed(id, life, task, fence, new Span(from, answer.span().to())));
      }
    }
    unsure = false;
  }

  /** It is dead: whether that was right, the check tells. */
  private void comeBack(Answer answer) throws InterruptedException {
    history.add(new FoundDead(id, life, renewed, answer.body().toString(), answer.span()));
    takeOver();
  }

  private void enqueue() throws InterruptedException {
    boolean batch = chance(0.5);
    List<String> keys =
        IntStream.range(0, batch ? BATCH : 1)
            .mapToObj(i -> "k-" + number + "-" + enqueued++)
            .toList();
    List<String> tasks =
        keys.stream()
            .map(
                key ->
                    "{\"task_type\":\"t\",\"payload\":{\"n\":1},\"priority\":%d,\"idempotency_key\":\"%s\"}"
                        .formatted(random.nextInt(10), key))
            .toList();
    String json = batch ? "{\"tasks\":[" + String.join(",", tasks) + "]}" : tasks.get(0);
    Call call = desk.request("POST", "/tasks", json);
    long from = System.nanoTime();
    Optional<Answer> answer = desk.ask(call);
    if (answer.isPresent() && !answer.get().isDone()) {
      throw new AssertionError("not taken: " + answer.get().body());
    }
    Span span = answer.map(Answer::span).orElseGet(() -> new Span(from, System.nanoTime()));
    Map<String, String> ids = new HashMap<>();
    answer.ifPresent(
        given ->
            tasksOf(given.body())
                .forEach(
                    task ->
                        ids.put(
                            task.get("idempotency_key").textValue(), task.get("id").textValue())));
    keys.forEach(key -> history.add(new Enqueued(key, Optional.ofNullable(ids.get(key)), span)));
    workday.enqueued(keys.size());
  }

  private static Iterable<JsonNode> tasksOf(JsonNode body) {
    return body.has("tasks") ? body.get("tasks") : List.of(body);
  }

  private void claim() throws InterruptedException {
    int wait = held.isEmpty() && chance(0.5) ? 2 : 0;
    Call call =
        desk.request(
            "POST",
            "/sessions/" + id + "/claims",
            "{\"max\":%d,\"wait_seconds\":%d,\"incarnation\":%d}"
                .formatted(1 + random.nextInt(MAX_HELD - held.size()), wait, life));
    long from = System.nanoTime();
    Optional<Answer> answer = desk.ask(call);
    if (answer.isEmpty()) {
      lostClaimFrom = OptionalLong.of(lostClaimFrom.orElse(from));
      unsure = true;
      return;
    }
    if (!answer.get().isDone()) {
      comeBack(answer.get());
      return;
    }
    for (JsonNode task : answer.get().body().get("tasks")) {
      // asked again, it may name a task that has ended or moved on meanwhile
      if (id.equals(task.path("claimed_by").textValue())) {
        String taskId = task.get("id").textValue();
        long fence = task.get("fence").longValue();
        history.add(new Claimed(id, life, taskId, fence, answer.get().span()));
        looks.remember(taskId);
        held.put(taskId, fence);
      }
    }
  }

  /** Completes all it holds in one request; each item has an answer of its own. */
  private void completeAll() throws InterruptedException {
    List<Map.Entry<String, Long>> claims = List.copyOf(held.entrySet());
    String items =
        claims.stream()
            .map(
                claim ->
                    "{\"task_id\":\"%s\",\"session_id\":\"%s\",\"fence\":%d,\"result\":\"%s\"}"
                        .formatted(
                            claim.getKey(),
                            id,
                            claim.getValue(),
                            word(Report.COMPLETE, claim.getValue())))
            .collect(Collectors.joining(","));
    Call call = desk.request("POST", "/tasks/complete", "{\"items\":[" + items + "]}");
    long from = System.nanoTime();
    Optional<Answer> answer = desk.ask(call);
    Span span = answer.map(Answer::span).orElseGet(() -> new Span(from, System.nanoTime()));
    Map<Integer, Verdict> verdicts = new HashMap<>();
    answer.ifPresent(
        given -> {
          if (!given.isDone()) {
            throw new AssertionError("not taken: " + given.body());
          }
          for (JsonNode rejected : given.body().get("rejected")) {
            boolean unsure = rejected.at("/problem/status").asInt() >= 500;
            verdicts.put(rejected.get("index").asInt(), unsure ? Verdict.UNKNOWN : Verdict.REFUSED);
          }
        });
    for (int i = 0; i < claims.size(); i++) {
      Map.Entry<String, Long> claim = claims.get(i);
      Verdict verdict =
          verdicts.getOrDefault(i, answer.isPresent() ? Verdict.ACCEPTED : Verdict.UNKNOWN);
      reported(Report.COMPLETE, claim.getKey(), claim.getValue(), verdict, span);
    }
  }

  private String word(Report report, long fence) {
    return report.name().toLowerCase(Locale.ROOT) + "-" + number + "-" + fence;
  }

  /** What is still held after a report without an answer, the next heartbeat tells. */
  private void reported(Report report, String task, long fence, Verdict verdict, Span span) {
    history.add(new Reported(report, id, task, fence, word(report, fence), verdict, span));
    if (verdict == Verdict.UNKNOWN) {
      lastHeartbeat = System.nanoTime() - HEARTBEAT_NANOS;
    } else {
      held.remove(task, fence);
    }
  }

  private void work() throws InterruptedException {
    Map.Entry<String, Long> claim = held.entrySet().iterator().next();
    String task = claim.getKey();
    long fence = claim.getValue();
    if (chance(0.3)) {
      desk.ask(
          desk.request(
              "POST",
              "/tasks/" + task + "/start",
              "{\"session_id\":\"%s\",\"fence\":%d}".formatted(id, fence)));
    }
    double drawn = random.nextDouble();
    Report report =
        drawn < 0.86
            ? Report.COMPLETE
            : drawn < 0.93 ? Report.FAIL : drawn < 0.95 ? Report.FAIL_FOR_GOOD : Report.RELEASE;
    report(report, task, fence);
  }

  private void report(Report report, String task, long fence) throws InterruptedException {
    String word = word(report, fence);
    String claim = "{\"session_id\":\"%s\",\"fence\":%d".formatted(id, fence);
    Call call =
        switch (report) {
          case COMPLETE ->
              desk.request(
                  "POST", "/tasks/" + task + "/complete", claim + ",\"result\":\"" + word + "\"}");
          case FAIL ->
              desk.request(
                  "POST", "/tasks/" + task + "/fail", claim + ",\"reason\":\"" + word + "\"}");
          case FAIL_FOR_GOOD ->
              desk.request(
                  "POST",
                  "/tasks/" + task + "/fail",
                  claim + ",\"reason\":\"" + word + "\",\"retryable\":false}");
          case RELEASE -> desk.request("POST", "/tasks/" + task + "/release", claim + "}");
        };
    long from = System.nanoTime();
    Optional<Answer> answer = desk.ask(call);
    Verdict verdict =
        answer
            .map(given -> given.isDone() ? Verdict.ACCEPTED : Verdict.REFUSED)
            .orElse(Verdict.UNKNOWN);
    Span span = answer.map(Answer::span).orElseGet(() -> new Span(from, System.nanoTime()));
    reported(report, task, fence, verdict, span);
  }

  /** Works under a lock that others want too. */
  private void workUnderLock() throws InterruptedException {
    Optional<Locked> lock = locks.take(id, life);
    if (lock.isPresent()) {
      if (!held.isEmpty()) {
        work();
      }
      locks.giveBack(lock.get());
    }
  }

  /** Comes back under its name, and then reports what it held before. */
  private void takeOver() throws InterruptedException {
    Map<String, Long> old = Map.copyOf(held);
    long renewedBefore = renewed;
    Span span = register(true);
    history.add(new TookOver(id, life, renewedBefore, span));
    held.clear();
    lostClaimFrom = OptionalLong.empty();
    for (Map.Entry<String, Long> claim : old.entrySet()) {
      report(Report.COMPLETE, claim.getKey(), claim.getValue());
    }
  }
}
