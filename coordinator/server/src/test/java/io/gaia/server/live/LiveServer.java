package io.gaia.server.live;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.testing.DropwizardTestSupport;
import io.gaia.server.auth.AuthFeature;
import io.gaia.server.auth.SigningKey;
import io.gaia.server.auth.TokenVerifier;
import io.gaia.server.http.ProblemFeature;
import io.gaia.server.testkit.Tokens;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * A real server with nothing but the live half in it: an admin hears everything, a teacher the
 * classes that the token names.
 */
public final class LiveServer implements AutoCloseable {

  private final SecretKey key;
  private final Live live;
  private final DropwizardTestSupport<Configuration> support;

  public LiveServer(Path directory, LiveSettings settings, InstantSource time) throws Exception {
    key = SigningKey.readOrMake(directory.resolve("signing.key"), new SecureRandom());
    live = new Live(key, settings, time);
    Configuration configuration = new Configuration();
    DefaultServerFactory server = (DefaultServerFactory) configuration.getServerFactory();
    server.setApplicationConnectors(List.of(onFreePort()));
    server.setAdminConnectors(List.of(onFreePort()));
    server.setRegisterDefaultExceptionMappers(false);
    support =
        new DropwizardTestSupport<>(Live.class, configuration) {
          @Override
          public Application<Configuration> newApplication() {
            return live;
          }
        };
    support.before();
  }

  private static HttpConnectorFactory onFreePort() {
    HttpConnectorFactory connector = new HttpConnectorFactory();
    connector.setPort(0);
    return connector;
  }

  public Hub hub() {
    return live.hub;
  }

  public URI ws(String query) {
    return URI.create("ws://127.0.0.1:" + support.getLocalPort() + "/ws" + query);
  }

  URI http(String path) {
    return URI.create("http://127.0.0.1:" + support.getLocalPort() + path);
  }

  public String admin() {
    return Tokens.signed(Tokens.claims("root", "admin"), key);
  }

  String teacher(String subject, String... classrooms) {
    return Tokens.signed(
        Tokens.claims(subject, "teacher").claim("classrooms", List.of(classrooms)), key);
  }

  long metric(String name) {
    return support.getEnvironment().metrics().counter(name).getCount();
  }

  @Override
  public void close() {
    support.after();
  }

  /** What {@link LiveServer} runs. */
  static final class Live extends Application<Configuration> {
    private final SecretKey key;
    private final LiveSettings settings;
    private final InstantSource time;
    private Hub hub;

    Live(SecretKey key, LiveSettings settings, InstantSource time) {
      this.key = key;
      this.settings = settings;
      this.time = time;
    }

    @Override
    public void run(Configuration configuration, Environment environment) {
      TokenVerifier tokens = TokenVerifier.local(key, InstantSource.system());
      environment.jersey().setUrlPattern("/api/v1/*");
      environment.jersey().register(new ProblemFeature());
      environment.jersey().register(new AuthFeature(tokens));
      ChannelAccess access =
          (caller, channel) ->
              caller.mayTeach(channel.id(), List.of()) || channel.id().equals(caller.subject());
      hub = LiveModule.install(environment, settings, tokens, access, time);
    }
  }
}
