package io.gaia.core.model;

import java.util.List;
import java.util.Optional;

/**
 * What a session must be to take a task.
 *
 * @param capabilities all of them; sorted, without duplicates
 */
public record Requires(
    Optional<Tier> tier, Optional<Provider> provider, List<String> capabilities) {
  public static final Requires NOTHING =
      new Requires(Optional.empty(), Optional.empty(), List.of());

  public Requires {
    capabilities = capabilities.stream().sorted().distinct().toList();
  }

  public boolean matches(SessionProfile profile) {
    return tier.map(t -> t == profile.tier()).orElse(true)
        && provider.map(p -> p == profile.provider()).orElse(true)
        && profile.capabilities().containsAll(capabilities);
  }
}
