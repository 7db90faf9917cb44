package io.gaia.core.model;

import java.util.List;
import java.util.Optional;

/**
 * What a session says of itself when it registers.
 *
 * @param name unique among living sessions
 * @param userId who registered it
 * @param capabilities sorted, without duplicates
 * @param timeWindow when it is offered work; always, if absent
 * @param metadata JSON text
 */
public record SessionProfile(
    String name,
    String userId,
    Tier tier,
    Provider provider,
    List<String> capabilities,
    Optional<String> lessonId,
    Optional<TimeWindow> timeWindow,
    int maxConcurrentTasks,
    String metadata) {
  public SessionProfile {
    capabilities = capabilities.stream().sorted().distinct().toList();
  }
}
