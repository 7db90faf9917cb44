package io.gaia.server.app;

import io.dropwizard.core.Application;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.gaia.server.auth.AuthFeature;
import io.gaia.server.auth.SigningKey;
import io.gaia.server.auth.TokenVerifier;
import io.gaia.server.config.AuthSettings;
import io.gaia.server.http.ProblemFeature;
import io.gaia.server.http.RequestJson;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** The coordinator, put together by hand: read top to bottom, it is the map of the house. */
public final class GaiaApplication extends Application<GaiaConfiguration> {

  /** Where resources live; their paths are relative to it. */
  public static final String API = "/api/v1";

  private final Map<String, String> variables;
  private final InstantSource time = InstantSource.system();

  public static void main(String[] arguments) throws Exception {
    new GaiaApplication(System.getenv()).run(arguments);
  }

  /**
   * @param variables the environment variables that fill the configuration
   */
  public GaiaApplication(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  @Override
  public String getName() {
    return "gaia";
  }

  @Override
  public void initialize(Bootstrap<GaiaConfiguration> bootstrap) {
    bootstrap.setObjectMapper(RequestJson.newMapper());
    bootstrap.setConfigurationFactoryFactory(
        (type, validator, mapper, prefix) ->
            new EnvironmentConfigurationFactory(validator, variables));
  }

  @Override
  public void run(GaiaConfiguration configuration, Environment environment) {
    http(configuration, environment);
    TokenVerifier tokens = tokens(configuration.auth());
    environment.jersey().register(new AuthFeature(tokens));
  }

  private static void http(GaiaConfiguration configuration, Environment environment) {
    environment.jersey().setUrlPattern(API + "/*");
    if (configuration.getServerFactory() instanceof AbstractServerFactory server) {
      server.setRegisterDefaultExceptionMappers(false);
    }
    environment.jersey().register(new ProblemFeature());
  }

  private TokenVerifier tokens(AuthSettings auth) {
    return auth.jwksUrl()
        .map(url -> TokenVerifier.published(url, time))
        .orElseGet(
            () ->
                TokenVerifier.local(
                    SigningKey.readOrMake(auth.signingKeyFile(), new SecureRandom()), time));
  }
}
