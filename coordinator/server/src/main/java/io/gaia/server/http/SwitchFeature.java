package io.gaia.server.http;

import io.gaia.server.config.FeatureSwitches;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.Arrays;
import java.util.Optional;

/** Makes {@link SwitchedBy} hold; authentication comes first. */
public final class SwitchFeature implements DynamicFeature {

  private final FeatureSwitches features;

  public SwitchFeature(FeatureSwitches features) {
    this.features = features;
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    SwitchedBy switched = resource.getResourceClass().getAnnotation(SwitchedBy.class);
    if (switched == null) {
      return;
    }
    Arrays.stream(switched.value())
        .map(each -> each.refusal(features))
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            off -> {
              ContainerRequestFilter refuse = request -> request.abortWith(off.toResponse());
              context.register(refuse, Priorities.USER);
            });
  }
}
