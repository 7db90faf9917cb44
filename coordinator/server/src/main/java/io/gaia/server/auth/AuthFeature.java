package io.gaia.server.auth;

import io.dropwizard.auth.AuthDynamicFeature;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.auth.UnauthorizedHandler;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;
import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;

/** Bearer tokens and {@code @RolesAllowed} on resources; {@code @Auth Caller} gives the caller. */
public final class AuthFeature implements Feature {

  private final TokenVerifier tokens;

  public AuthFeature(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Override
  public boolean configure(FeatureContext context) {
    context.register(
        new AuthDynamicFeature(
            new BearerFilter.Builder()
                .setAuthenticator(tokens::verifyHeader)
                .setAuthorizer(
                    (caller, role, request) -> Role.byWireName(role).map(caller::is).orElse(false))
                .setPrefix("Bearer")
                .setRealm("gaia")
                .setUnauthorizedHandler(new Unauthenticated())
                .buildAuthFilter()));
    context.register(RolesAllowedDynamicFeature.class);
    context.register(new AuthValueFactoryProvider.Binder<>(Caller.class));
    return true;
  }

  private static final class Unauthenticated implements UnauthorizedHandler {
    @Override
    public Response buildResponse(String prefix, String realm) {
      return Problem.of(
              ProblemCode.UNAUTHENTICATED,
              "Takes the header Authorization: Bearer TOKEN with a token that is signed for Gaia"
                  + " and not expired")
          .toResponse();
    }
  }
}
