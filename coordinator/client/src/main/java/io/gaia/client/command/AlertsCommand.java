package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;
import static io.gaia.client.http.ApiPath.with;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.http.JsonHttp;
import io.gaia.client.http.LiveConnection;
import io.gaia.client.http.UnreachableException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gaia alerts}. */
@Command(
    name = "alerts",
    description = {
      "Who may be stuck, and why.",
      "With --follow, new alerts come as they are raised; the connection heals by itself and"
          + " misses nothing."
    })
final class AlertsCommand implements Callable<Integer> {

  private static final Duration PING_INTERVAL = Duration.ofSeconds(15);
  private static final Duration RECONNECT_PAUSE = Duration.ofSeconds(1);
  private static final Duration FRAME_WAIT = Duration.ofMillis(500);

  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOptions coordinator;

  @Option(
      names = "--classroom",
      paramLabel = "ID",
      description = "Only of this class (default: every class that the token may see).")
  private Optional<String> classroom = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only open, acknowledged or resolved ones.")
  private Optional<String> state = Optional.empty();

  @Option(names = "--follow", description = "Go on with new ones until Ctrl-C.")
  private boolean follow;

  /** The newest revision shown of each alert. */
  private final Map<String, Long> shown = new HashMap<>();

  /** Where to go on in each channel. */
  private final Map<String, Optional<String>> cursors = new LinkedHashMap<>();

  @Override
  public Integer call() {
    JsonHttp http = coordinator.connect("teacher");
    if (!follow) {
      JsonNode alerts = http.get(alerts(classroom));
      if (coordinator.json()) {
        return coordinator.print(alerts);
      }
      out().println(AlertRows.table(alerts.path("items")));
      return ExitCode.DONE.number();
    }
    try (StopSignal stop = StopSignal.listen()) {
      while (!stop.isStopped()) {
        followOnce(http, stop);
        stop.waitUntil(stop.now().plus(RECONNECT_PAUSE));
      }
    }
    return ExitCode.INTERRUPTED.number();
  }

  /** Follows until the connection is over. */
  private void followOnce(JsonHttp http, StopSignal stop) {
    try (LiveConnection live = LiveConnection.open(http.base(), http.token())) {
      cursors.forEach(live::subscribe);
      long nextPingAt = System.nanoTime();
      while (!stop.isStopped()) {
        if (System.nanoTime() - nextPingAt >= 0) {
          nextPingAt = System.nanoTime() + PING_INTERVAL.toNanos();
          subscribeToNewClasses(http, live);
          live.ping();
        }
        Optional<JsonNode> frame = live.next(FRAME_WAIT);
        frame.ifPresent(received -> take(received, http, live));
        if (frame.isEmpty() && !live.isOpen()) {
          spec.commandLine().getErr().println("gaia: connection lost, connecting again");
          return;
        }
      }
    } catch (UnreachableException e) {
      if (!stop.isStopped()) {
        spec.commandLine().getErr().println("gaia: " + e.getMessage() + ", trying again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void subscribeToNewClasses(JsonHttp http, LiveConnection live) {
    if (classroom.isPresent()) {
      subscribeIfNew("classroom:" + classroom.get(), live);
      return;
    }
    http.get(path("classrooms"))
        .path("items")
        .forEach(item -> subscribeIfNew("classroom:" + item.path("classroom_id").asText(), live));
  }

  private void subscribeIfNew(String channel, LiveConnection live) {
    if (!cursors.containsKey(channel)) {
      cursors.put(channel, Optional.empty());
      live.subscribe(channel, Optional.empty());
    }
  }

  private void take(JsonNode frame, JsonHttp http, LiveConnection live) {
    String channel = frame.path("channel").asText();
    Optional<String> cursor =
        Optional.of(frame.path("cursor").asText("")).filter(text -> !text.isEmpty());
    switch (frame.path("type").asText()) {
      case "subscribed" -> {
        if (cursors.getOrDefault(channel, Optional.empty()).isEmpty()) {
          // what is open already comes by the list; what both bring is shown once
          String id = channel.substring("classroom:".length());
          http.get(alerts(Optional.of(id))).path("items").forEach(this::show);
        }
        cursors.put(channel, cursor);
      }
      case "event" -> {
        cursors.put(channel, cursor);
        show(frame.path("event"));
      }
      case "error" -> {
        spec.commandLine()
            .getErr()
            .println("gaia: " + frame.path("code").asText() + " " + frame.path("detail").asText());
        if (frame.path("code").asText().equals("gap")) {
          cursors.put(channel, Optional.empty());
          live.subscribe(channel, Optional.empty());
        }
      }
      default -> {
        // pong and what later servers may say
      }
    }
  }

  private void show(JsonNode alert) {
    boolean wanted = state.map(alert.path("state").asText()::equals).orElse(true);
    if (!wanted || !isNew(alert)) {
      return;
    }
    if (coordinator.json()) {
      Output.printJson(spec, alert);
    } else {
      out().println(AlertRows.line(alert));
    }
    out().flush();
  }

  private boolean isNew(JsonNode alert) {
    if (!alert.has("revision")) {
      return true;
    }
    long revision = alert.path("revision").asLong();
    String id = alert.path("id").asText();
    if (shown.getOrDefault(id, Long.MIN_VALUE) >= revision) {
      return false;
    }
    shown.put(id, revision);
    return true;
  }

  private String alerts(Optional<String> of) {
    return with(with(path("alerts"), "classroom_id", of), "state", state);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
