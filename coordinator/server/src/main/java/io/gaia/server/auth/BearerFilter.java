package io.gaia.server.auth;

import io.dropwizard.auth.AuthFilter;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Takes the token from the {@code Authorization} header and from nowhere else. Dropwizard's own
 * filter for bearer tokens also takes one from the address, where it would end up in logs.
 */
@Priority(Priorities.AUTHENTICATION)
final class BearerFilter extends AuthFilter<String, Caller> {

  private static final String SCHEME = "Bearer";

  private BearerFilter() {}

  @Override
  public void filter(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (!authenticate(request, header, SCHEME)) {
      throw unauthorizedHandler.buildException(prefix, realm);
    }
  }

  /** Its authenticator is given the whole header. */
  static final class Builder extends AuthFilterBuilder<String, Caller, BearerFilter> {
    @Override
    protected BearerFilter newInstance() {
      return new BearerFilter();
    }
  }
}
