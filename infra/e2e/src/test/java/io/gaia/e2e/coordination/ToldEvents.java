package io.gaia.e2e.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.client.auth.Role;
import io.gaia.e2e.coordination.FinalState.FinalTask;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** What one node's event stream tells of the cluster, from its first event on. */
final class ToldEvents {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data: ";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private ToldEvents() {}

  /**
   * @param last ends the reading: the id of a session that left
   * @throws IllegalStateException if the stream tells of anything but events, such as a gap
   */
  private static List<JsonNode> upTo(URI api, String token, String last)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpResponse<Stream<String>> response =
        http.send(
            HttpRequest.newBuilder(URI.create(api + "/stream?channel=cluster&after=0"))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofLines());
    List<JsonNode> events = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Stream<String> lines = response.body()) {
      if (response.statusCode() != 200) {
        throw new IllegalStateException(api + " answered " + lines.toList());
      }
      Iterator<String> each = lines.iterator();
      // a stream that is silent still gives a sign of life now and then
      while (each.hasNext() && System.nanoTime() < deadline) {
        String line = each.next();
        if (!line.startsWith(DATA)) {
          continue;
        }
        JsonNode frame = JSON.readTree(line.substring(DATA.length()));
        switch (frame.path("type").asText()) {
          case "subscribed" -> {}
          case "event" -> {
            JsonNode event = frame.get("event");
            events.add(event);
            if (event.get("entity_id").asText().equals(last)
                && event.get("type").asText().equals("session.unregistered")) {
              return events;
            }
          }
          default -> throw new IllegalStateException(api + " told " + frame);
        }
      }
    }
    throw new IllegalStateException(api + " told no more after " + events.size() + " events");
  }

  /**
   * Every node tells the same events, in order and each once, and they lead to the state (I9). A
   * node that was sent a snapshot has those after it.
   *
   * @param last the id of a session that left when all else was done
   * @return how many there are
   */
  static int assertTold(CoordinatorGroup group, String last, FinalState end)
      throws IOException, InterruptedException {
    String admin = group.token(Role.ADMIN, "reader");
    List<List<JsonNode>> byNode = new ArrayList<>();
    for (int i = 0; i < CoordinatorGroup.SIZE; i++) {
      byNode.add(upTo(group.node(i).api(), admin, last));
    }
    List<JsonNode> told = Collections.max(byNode, Comparator.comparingInt(List::size));
    assertThat(told)
        .extracting(event -> event.get("cursor").asText())
        .isSortedAccordingTo(ToldEvents::compareCursors)
        .doesNotHaveDuplicates();
    for (int i = 0; i < CoordinatorGroup.SIZE; i++) {
      List<JsonNode> there = byNode.get(i);
      if (group.node(i).logStart() == 0) {
        assertThat(there).as("node %d was sent no snapshot", i).hasSameSizeAs(told);
      }
      assertThat(there)
          .as("as node %d tells it", i)
          .isEqualTo(told.subList(told.size() - there.size(), told.size()));
    }
    assertThat(told)
        .filteredOn(event -> event.get("type").asText().equals("task.completed"))
        .extracting(event -> event.get("entity_id").asText())
        .as("each completed task is told once")
        .containsExactlyInAnyOrderElementsOf(
            end.tasks().stream().filter(FinalTask::isCompleted).map(FinalTask::id).toList());
    return told.size();
  }

  /** In the order of the log. */
  private static int compareCursors(String one, String other) {
    String[] a = one.split("\\.");
    String[] b = other.split("\\.");
    int byIndex = Long.compare(Long.parseLong(a[0]), Long.parseLong(b[0]));
    return byIndex != 0 ? byIndex : Integer.compare(Integer.parseInt(a[1]), Integer.parseInt(b[1]));
  }
}
