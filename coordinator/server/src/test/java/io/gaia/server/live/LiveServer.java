package io.gaia.server.live;

import com.nimbusds.jwt.JWTClaimsSet;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.testing.DropwizardTestSupport;
import io.gaia.server.app.GaiaApplication;
import io.gaia.server.auth.AuthFeature;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.auth.SigningKey;
import io.gaia.server.auth.TokenVerifier;
import io.gaia.server.calls.CallRoutes;
import io.gaia.server.http.BodyLimit;
import io.gaia.server.http.ProblemFeature;
import io.gaia.server.http.RequestJson;
import io.gaia.server.testkit.Tokens;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;

/**
 * A real server with nothing but the live half in it: an admin hears everything, a teacher the
 * classes that the token names and those that {@link #teaches} gives. It has few threads.
 */
public final class LiveServer implements AutoCloseable {

  /** Among them those that wait for the network. */
  static final int MAX_THREADS = 24;

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
    server.setMinThreads(MAX_THREADS / 2);
    server.setMaxThreads(MAX_THREADS);
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

  public URI root() {
    return http("/");
  }

  URI http(String path) {
    return URI.create("http://127.0.0.1:" + support.getLocalPort() + path);
  }

  public String admin() {
    return Tokens.signed(Tokens.claims("root", "admin"), key);
  }

  public String teacher(String subject, String... classrooms) {
    return signed(Tokens.claims(subject, "teacher").claim("classrooms", List.of(classrooms)));
  }

  String signed(JWTClaimsSet.Builder claims) {
    return Tokens.signed(claims, key);
  }

  /** The roster gives the teacher the class, or takes it away. */
  void teaches(String subject, String classroom, boolean does) {
    Set<String> teachers =
        live.roster.computeIfAbsent(classroom, id -> ConcurrentHashMap.newKeySet());
    if (does) {
      teachers.add(subject);
    } else {
      teachers.remove(subject);
    }
    hub().accessChanged(Channel.classroom(classroom));
  }

  /** Who teaches what; a change here is told to nobody. */
  Map<String, Set<String>> roster() {
    return live.roster;
  }

  /** Whether the roster is read; while it is not, it gives nobody anything. */
  void rosterIsRead(boolean is) {
    live.isRosterRead = is;
    if (is) {
      hub().accessKnown();
    }
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
    private final Map<String, Set<String>> roster = new ConcurrentHashMap<>();
    private volatile boolean isRosterRead = true;
    private Hub hub;

    Live(SecretKey key, LiveSettings settings, InstantSource time) {
      this.key = key;
      this.settings = settings;
      this.time = time;
    }

    @Override
    public void run(Configuration configuration, Environment environment) {
      TokenVerifier tokens = TokenVerifier.local(key, time);
      environment.jersey().setUrlPattern("/api/v1/*");
      environment.jersey().register(new ProblemFeature());
      environment.jersey().register(new BodyLimit(Duration.ofSeconds(30), System::nanoTime));
      environment.jersey().register(new AuthFeature(tokens));
      hub =
          LiveModule.install(
              environment,
              settings,
              tokens,
              LiveModule.tickets(settings, time),
              new ByRoster(),
              GaiaApplication.API,
              new CallRoutes(GaiaApplication.API, RequestJson.newMapper()),
              time);
      LiveModule.drainAfterTheOthers(environment, hub);
    }

    private final class ByRoster implements ChannelAccess {
      @Override
      public boolean mayListen(Caller caller, Channel channel) {
        Set<String> teachers =
            isRosterRead ? roster.getOrDefault(channel.id(), Set.of()) : Set.of();
        return switch (channel.kind()) {
          case CLASSROOM -> caller.mayTeach(channel.id(), teachers);
          case USER -> caller.is(Role.ADMIN) || channel.id().equals(caller.subject());
          case CLUSTER -> caller.is(Role.ADMIN);
        };
      }

      @Override
      public boolean isKnown() {
        return isRosterRead;
      }
    }
  }
}
