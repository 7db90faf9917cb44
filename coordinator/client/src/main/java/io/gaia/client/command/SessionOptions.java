package io.gaia.client.command;

import io.gaia.client.coordination.SessionSpec;
import java.util.List;
import picocli.CommandLine.Option;

/** What a session is. */
final class SessionOptions {

  @Option(
      names = "--tier",
      defaultValue = "worker",
      paramLabel = "TIER",
      description = "high_level, manager or worker (default ${DEFAULT-VALUE}).")
  private String tier;

  @Option(
      names = "--provider",
      defaultValue = "claude",
      paramLabel = "NAME",
      description = "claude, codex, ollama, openai, gemini or other (default ${DEFAULT-VALUE}).")
  private String provider;

  @Option(
      names = "--capability",
      paramLabel = "NAME",
      description = "What it can do. May be repeated.")
  private List<String> capabilities = List.of();

  @Option(names = "--takeover", description = "Take the name from a living session.")
  private boolean takeover;

  SessionSpec describe(String name) {
    return SessionSpec.named(name)
        .as(tier, provider)
        .withCapabilities(capabilities)
        .withTakeover(takeover);
  }
}
