package io.gaia.server.app;

import io.dropwizard.core.Application;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.gaia.server.audit.AuditEntry.Action;
import io.gaia.server.audit.AuditLog;
import io.gaia.server.audit.AuditModule;
import io.gaia.server.auth.AuthFeature;
import io.gaia.server.auth.SigningKey;
import io.gaia.server.auth.TokenVerifier;
import io.gaia.server.calls.CallRoutes;
import io.gaia.server.classroom.ClassroomModule;
import io.gaia.server.classroom.NamedStudents;
import io.gaia.server.collect.EventsResource;
import io.gaia.server.config.AuthSettings;
import io.gaia.server.config.DatabaseSettings;
import io.gaia.server.config.KafkaSettings;
import io.gaia.server.coordination.CoordinationModule;
import io.gaia.server.coordination.CoordinationSettings;
import io.gaia.server.database.Breaker;
import io.gaia.server.database.Database;
import io.gaia.server.database.DatabaseLink;
import io.gaia.server.detection.GlobalRule;
import io.gaia.server.hooks.HookModule;
import io.gaia.server.http.AbsentBody;
import io.gaia.server.http.BareEntities;
import io.gaia.server.http.BodyLimit;
import io.gaia.server.http.BodyOfGet;
import io.gaia.server.http.OptionalParameters;
import io.gaia.server.http.PageFiles;
import io.gaia.server.http.ParameterNames;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemErrorHandler;
import io.gaia.server.http.ProblemFeature;
import io.gaia.server.http.RefusingServlet;
import io.gaia.server.http.RequestJson;
import io.gaia.server.http.SecurityHeaders;
import io.gaia.server.http.Switch;
import io.gaia.server.http.SwitchFeature;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.kafka.KafkaLink;
import io.gaia.server.kafka.TopicReader;
import io.gaia.server.live.Channel;
import io.gaia.server.live.Hub;
import io.gaia.server.live.LiveModule;
import io.gaia.server.live.LiveSettings;
import io.gaia.server.live.Tickets;
import io.gaia.server.mcp.McpModule;
import io.gaia.server.ops.DependencyHealth;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import io.gaia.server.ops.DependencyWatch;
import io.gaia.server.ops.OpenApiDocument;
import io.gaia.server.ops.PrometheusExport;
import io.gaia.server.ops.PublishedFiles;
import io.gaia.server.replication.CoordinationNode;
import io.gaia.server.upkeep.DatabaseUpkeep;
import jakarta.servlet.DispatcherType;
import jakarta.ws.rs.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/** The coordinator, put together by hand: read top to bottom, it is the map of the house. */
public final class GaiaApplication extends Application<GaiaConfiguration> {

  /** Where resources live; their paths are relative to it. */
  public static final String API = "/api/v1";

  private final Map<String, String> variables;
  private final Runnable whenStopped;
  private final InstantSource time = InstantSource.system();

  public static void main(String[] arguments) throws Exception {
    // at once: an orderly end would wait for the log that has failed
    new GaiaApplication(System.getenv(), () -> Runtime.getRuntime().halt(1)).run(arguments);
  }

  /**
   * @param variables the environment variables that fill the configuration
   */
  public GaiaApplication(Map<String, String> variables) {
    this(variables, () -> {});
  }

  private GaiaApplication(Map<String, String> variables, Runnable whenStopped) {
    this.variables = Map.copyOf(variables);
    this.whenStopped = whenStopped;
  }

  @Override
  public String getName() {
    return "gaia";
  }

  @Override
  public void initialize(Bootstrap<GaiaConfiguration> bootstrap) {
    bootstrap.setObjectMapper(RequestJson.newMapper());
    bootstrap.setValidatorFactory(
        Validators.newConfiguration()
            .parameterNameProvider(new ParameterNames())
            .buildValidatorFactory());
    bootstrap.setConfigurationFactoryFactory(
        (type, validator, mapper, prefix) ->
            new EnvironmentConfigurationFactory(validator, variables));
  }

  @Override
  protected void addDefaultCommands(Bootstrap<GaiaConfiguration> bootstrap) {
    bootstrap.addCommand(new StartCommand(this));
  }

  @Override
  public void run(GaiaConfiguration configuration, Environment environment) {
    http(configuration, environment);
    TokenVerifier tokens = tokens(configuration.auth(), configuration.cluster().enabled());
    environment.jersey().register(new AuthFeature(tokens));

    Optional<Database> database = database(configuration.database(), environment);
    EventPublisher publisher = kafka(configuration, environment);

    ClassroomModule classrooms = new ClassroomModule();
    environment.jersey().register(new EventsResource(publisher, classrooms.erased(), time));
    LiveSettings live = LiveSettings.with(configuration.live());
    Tickets tickets = LiveModule.tickets(live, time);
    CallRoutes calls = new CallRoutes(API, environment.getObjectMapper());
    Hub hub =
        LiveModule.install(
            environment, live, tokens, tickets, classrooms.access(), API, calls, time);
    classrooms.install(
        environment,
        configuration.kafka(),
        publisher,
        hub,
        database,
        GlobalRule.configured(configuration.detection()),
        time);
    audit(configuration, environment, hub, database);
    CoordinationNode node =
        CoordinationModule.install(
            environment, coordination(configuration), hub, calls, database, time, whenStopped);
    LiveModule.drainAfterTheOthers(environment, hub);
    if (configuration.cluster().enabled()) {
      tickets.share(node.nodes(), node.nodeId());
    }
    HookModule.install(environment, node.route(), API);
    McpModule.install(environment, tokens, API);

    page(configuration, environment);
    // last, for it describes the resources registered above
    operations(environment);
  }

  private static CoordinationSettings coordination(GaiaConfiguration configuration) {
    return new CoordinationSettings(
        configuration.cluster(),
        configuration.raft(),
        configuration.sessions(),
        configuration.tasks(),
        configuration.locks(),
        configuration.events(),
        configuration.kafka());
  }

  private static void http(GaiaConfiguration configuration, Environment environment) {
    if (configuration.getServerFactory() instanceof AbstractServerFactory server) {
      server.setRegisterDefaultExceptionMappers(false);
    }
    ProblemErrorHandler refusals = new ProblemErrorHandler(environment.getObjectMapper());
    environment.getApplicationContext().setErrorHandler(refusals);
    environment.lifecycle().addServerLifecycleListener(server -> server.setErrorHandler(refusals));
    environment
        .servlets()
        .addFilter("security-headers", new SecurityHeaders(API))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    environment
        .servlets()
        .addFilter("body-of-get", new BodyOfGet())
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    environment.jersey().setUrlPattern(API + "/*");
    environment.jersey().register(new ProblemFeature());
    environment
        .jersey()
        .register(new BodyLimit(configuration.http().bodyTimeout(), System::nanoTime));
    environment.jersey().register(new AbsentBody());
    environment.jersey().register(new OptionalParameters());
    environment.jersey().register(new BareEntities());
    environment.jersey().register(new SwitchFeature(configuration.features()));
  }

  private TokenVerifier tokens(AuthSettings auth, boolean shared) {
    return auth.jwksUrl()
        .map(url -> TokenVerifier.published(url, time))
        .orElseGet(
            () -> {
              SecretKey key =
                  shared
                      ? SigningKey.readShared(auth.signingKeyFile())
                      : SigningKey.readOrMake(auth.signingKeyFile(), new SecureRandom());
              return TokenVerifier.local(key, time);
            });
  }

  private Optional<Database> database(DatabaseSettings settings, Environment environment) {
    return settings
        .url()
        .map(
            url -> {
              ManagedDataSource pool = DatabaseLink.pool(url, settings, environment.metrics());
              DatabaseLink link = new DatabaseLink(url, settings);
              Breaker breaker =
                  new Breaker(
                      settings.slowAfter(), settings.breakerPause(), environment.metrics(), time);
              DependencyWatch watch =
                  new DependencyWatch(
                      "PostgreSQL",
                      () -> {
                        link.look();
                        breaker.probe(pool);
                      },
                      settings.retryInterval(),
                      time);
              Database database = new Database(pool, link::connect, watch::state, breaker);
              environment.lifecycle().manage(pool);
              environment.lifecycle().manage(watch);
              environment.healthChecks().register("database", new DependencyHealth(watch::state));
              environment
                  .healthChecks()
                  .register("database-reads", new DependencyHealth(breaker::state));
              environment.lifecycle().manage(new DatabaseUpkeep(database));
              return database;
            });
  }

  private EventPublisher kafka(GaiaConfiguration configuration, Environment environment) {
    KafkaSettings settings = configuration.kafka();
    if (settings.bootstrapServers().isEmpty()) {
      DependencyState off =
          new DependencyState(Condition.OFF, "KAFKA_BOOTSTRAP_SERVERS is not set", time.instant());
      environment.healthChecks().register("kafka", new DependencyHealth(() -> off));
      return new EventPublisher(settings, () -> off);
    }
    KafkaLink link = new KafkaLink(settings);
    DependencyWatch watch =
        new DependencyWatch("Kafka", link::ensureTopics, settings.retryInterval(), time);
    EventPublisher publisher = new EventPublisher(settings, watch::state);
    environment.lifecycle().manage(new AutoCloseableManager(link));
    environment.lifecycle().manage(publisher);
    environment.lifecycle().manage(watch);
    environment
        .lifecycle()
        .manage(
            new GlobalRule(
                configuration.detection(),
                new TopicReader(settings),
                publisher,
                settings.retryInterval()));
    environment.healthChecks().register("kafka", new DependencyHealth(watch::state));
    return publisher;
  }

  /** Who reads or changes what of students is taken down, and who listens to their class. */
  private void audit(
      GaiaConfiguration configuration,
      Environment environment,
      Hub hub,
      Optional<Database> database) {
    AuditLog log =
        AuditModule.install(environment, configuration.audit(), database, NamedStudents::in, time);
    hub.watch(
        (caller, address, channel) -> {
          if (channel.kind() == Channel.Kind.CLASSROOM) {
            log.take(caller, Action.LISTEN, channel.name(), channel.id(), Set.of(), address);
          }
        });
  }

  private static void page(GaiaConfiguration configuration, Environment environment) {
    Optional<Problem> off = Switch.TEACHER_DASHBOARD.refusal(configuration.features());
    if (off.isPresent()) {
      environment
          .servlets()
          .addServlet("dashboard", new RefusingServlet(off.get(), environment.getObjectMapper()))
          .addMapping("/*");
      return;
    }
    PageFiles.serve(environment.servlets());
  }

  private static void operations(Environment environment) {
    PrometheusExport.serve(environment.metrics(), environment.admin());
    environment
        .servlets()
        .addServlet(
            "openapi",
            new OpenApiDocument(resources(environment), environment.getObjectMapper(), API))
        .addMapping("/openapi.json");
    environment
        .servlets()
        .addServlet("published-files", new PublishedFiles())
        .addMapping(PublishedFiles.addresses());
  }

  private static Set<Class<?>> resources(Environment environment) {
    return Stream.concat(
            environment.jersey().getResourceConfig().getClasses().stream()
                .filter(type -> type.isAnnotationPresent(Path.class)),
            LiveModule.routes().stream())
        .collect(Collectors.toSet());
  }
}
