package io.gaia.server.http;

import io.gaia.server.config.FeatureSwitches;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

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
    for (Switch each : switched.value()) {
      if (!each.isOn(features)) {
        ContainerRequestFilter refuse = request -> request.abortWith(each.disabled().toResponse());
        context.register(refuse, Priorities.USER);
        return;
      }
    }
  }
}
