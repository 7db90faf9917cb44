package io.gaia.server.live.delivery;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.testkit.CoordinatorProcess;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Brings tasks, each an event of the cluster, and asks again until it is told that they are in. */
final class Enqueuer {
  private static final int TASKS_AT_ONCE = 20;

  private final CoordinatorProcess coordinator;
  private final Set<String> taskIds = new LinkedHashSet<>();

  Enqueuer(CoordinatorProcess coordinator) {
    this.coordinator = coordinator;
  }

  /** Those that are in for sure. */
  Set<String> taskIds() {
    return taskIds;
  }

  void tasks(int count) {
    for (int brought = 0; brought < count; brought += TASKS_AT_ONCE) {
      batch(Math.min(TASKS_AT_ONCE, count - brought));
    }
  }

  private void batch(int size) {
    int first = taskIds.size();
    String tasks =
        IntStream.range(first, first + size)
            .mapToObj(
                i ->
                    "{\"task_type\":\"t\",\"payload\":1,\"idempotency_key\":\"k-%d\"}".formatted(i))
            .collect(Collectors.joining(",", "{\"tasks\":[", "]}"));
    AtomicReference<String> answer = new AtomicReference<>("");
    await("tasks are taken")
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () -> {
              HttpResponse<String> response = coordinator.post("/tasks", tasks);
              answer.set(response.body());
              return response.statusCode() == 201 || response.statusCode() == 200;
            });
    try {
      for (JsonNode task : EventCodec.mapper().readTree(answer.get()).path("tasks")) {
        taskIds.add(task.path("id").asText());
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
