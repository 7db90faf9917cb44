package io.gaia.client.coordination;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import java.util.List;
import java.util.Optional;

/**
 * What a session says of itself when it registers.
 *
 * @param name unique among living sessions
 * @param tier high_level, manager or worker
 * @param provider claude, codex, ollama, openai, gemini or other
 * @param maxConcurrentTasks 1 to 1,000
 * @param metadata a JSON object for people and scripts
 * @param takeover whether a living session may lose the name to this one
 */
public record SessionSpec(
    String name,
    String tier,
    String provider,
    List<String> capabilities,
    Optional<String> lessonId,
    Optional<TimeWindow> timeWindow,
    int maxConcurrentTasks,
    ObjectNode metadata,
    boolean takeover) {

  public SessionSpec {
    capabilities = List.copyOf(capabilities);
    metadata = metadata.deepCopy();
  }

  /** A worker of Claude that takes one task at a time. */
  public static SessionSpec named(String name) {
    return new SessionSpec(
        name,
        "worker",
        "claude",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        1,
        EventCodec.mapper().createObjectNode(),
        false);
  }

  public SessionSpec as(String newTier, String newProvider) {
    return new SessionSpec(
        name,
        newTier,
        newProvider,
        capabilities,
        lessonId,
        timeWindow,
        maxConcurrentTasks,
        metadata,
        takeover);
  }

  public SessionSpec withCapabilities(List<String> newCapabilities) {
    return new SessionSpec(
        name,
        tier,
        provider,
        newCapabilities,
        lessonId,
        timeWindow,
        maxConcurrentTasks,
        metadata,
        takeover);
  }

  /** The lesson that it works on: it gets that lesson's tasks first. */
  public SessionSpec on(Optional<String> lesson) {
    return new SessionSpec(
        name,
        tier,
        provider,
        capabilities,
        lesson,
        timeWindow,
        maxConcurrentTasks,
        metadata,
        takeover);
  }

  public SessionSpec withMaxConcurrentTasks(int most) {
    return new SessionSpec(
        name, tier, provider, capabilities, lessonId, timeWindow, most, metadata, takeover);
  }

  public SessionSpec withMetadata(ObjectNode newMetadata) {
    return new SessionSpec(
        name,
        tier,
        provider,
        capabilities,
        lessonId,
        timeWindow,
        maxConcurrentTasks,
        newMetadata,
        takeover);
  }

  public SessionSpec withTakeover(boolean takesOver) {
    return new SessionSpec(
        name,
        tier,
        provider,
        capabilities,
        lessonId,
        timeWindow,
        maxConcurrentTasks,
        metadata,
        takesOver);
  }
}
