package io.gaia.client.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a new task may say beside its type and payload. */
final class TaskOptions {

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "0 to 9, 9 first (default: the lesson's, else 0).")
  private Optional<Integer> priority = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Idempotency key: the same key is the same task.")
  private Optional<String> key = Optional.empty();

  @Option(names = "--lesson", paramLabel = "ID", description = "The lesson it belongs to.")
  private Optional<String> lesson = Optional.empty();

  @Option(
      names = "--depends-on",
      paramLabel = "TASK",
      description = "Run after this task. May be repeated.")
  private List<String> dependsOn = List.of();

  @Option(names = "--target", paramLabel = "SESSION", description = "Only for this session.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--requires-tier",
      paramLabel = "TIER",
      description = "Only for high_level, manager or worker sessions.")
  private Optional<String> tier = Optional.empty();

  @Option(
      names = "--requires-provider",
      paramLabel = "NAME",
      description = "Only for sessions of this provider.")
  private Optional<String> provider = Optional.empty();

  @Option(
      names = "--requires",
      paramLabel = "CAPABILITY",
      description = "Only for sessions that can do this. May be repeated.")
  private List<String> capabilities = List.of();

  @Option(names = "--in", paramLabel = "TIME", description = "Not before, such as 10m from now.")
  private Optional<Duration> delay = Optional.empty();

  @Option(
      names = "--max-retries",
      paramLabel = "N",
      description = "Attempts after the first, 0 to 100 (default: the coordinator's setting).")
  private Optional<Integer> maxRetries = Optional.empty();

  void fill(ObjectNode body) {
    priority.ifPresent(number -> body.put("priority", number));
    key.ifPresent(text -> body.put("idempotency_key", text));
    lesson.ifPresent(id -> body.put("lesson_id", id));
    target.ifPresent(id -> body.put("target_session_id", id));
    if (!dependsOn.isEmpty()) {
      dependsOn.forEach(body.putArray("depends_on")::add);
    }
    if (tier.isPresent() || provider.isPresent() || !capabilities.isEmpty()) {
      ObjectNode requires = body.putObject("requires");
      tier.ifPresent(name -> requires.put("tier", name));
      provider.ifPresent(name -> requires.put("provider", name));
      capabilities.forEach(requires.putArray("capabilities")::add);
    }
    delay.ifPresent(time -> body.put("run_at", Instant.now().plus(time).toString()));
    maxRetries.ifPresent(number -> body.put("max_retries", number));
  }
}
