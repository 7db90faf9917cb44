package io.gaia.server.app;

import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.gaia.server.config.ClusterSettings.DiscoveryType;
import io.gaia.server.config.DetectionSettings.Threshold;
import io.gaia.server.config.HostPort;
import io.gaia.server.config.HostPorts;
import io.gaia.server.config.TaskSettings.RetryBackoff;
import io.gaia.server.http.LoggedRequests;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every variable: its default, a value and what that is read as, a wrong value and its answer. */
enum ConfigurationVariable {
  CLUSTER_ENABLED(c -> c.cluster().enabled(), false, null, null, "maybe", "takes true or false"),
  CLUSTER_NODE_ID(
      c -> c.cluster().nodeId(), "node-1", "n.2", "n.2", "a b", "takes 1 to 64 letters"),
  CLUSTER_BIND_ADDR(
      c -> c.cluster().bindAddress(),
      new HostPort("0.0.0.0", 8300),
      "[::1]:9000",
      new HostPort("[::1]", 9000),
      "8300",
      "takes host:port"),
  CLUSTER_ADVERTISE_ADDR(
      c -> c.cluster().advertiseAddress(),
      Optional.empty(),
      "a:1",
      Optional.of(new HostPort("a", 1)),
      "a:70000",
      "takes host:port"),
  CLUSTER_DISCOVERY_TYPE(
      c -> c.cluster().discoveryType(),
      DiscoveryType.STATIC,
      "dns",
      DiscoveryType.DNS,
      "consul",
      "takes one of static, dns"),
  CLUSTER_DISCOVERY_NODES(
      c -> c.cluster().discoveryNodes(),
      HostPorts.NONE,
      "a:1, b:2",
      new HostPorts(List.of(new HostPort("a", 1), new HostPort("b", 2))),
      "a:1,b",
      "takes host:port"),
  CLUSTER_DATA_DIR(
      c -> c.cluster().dataDirectory(), Path.of("./data/raft"), "/x", Path.of("/x"), null, null),
  CLUSTER_BOOTSTRAP(c -> c.cluster().bootstrap(), true, "false", false, "1", "takes true or false"),
  HTTP_ADVERTISE_URL(
      c -> c.cluster().httpAdvertiseUrl(),
      Optional.empty(),
      "http://a:8080",
      Optional.of(URI.create("http://a:8080")),
      "a:8080",
      "takes an http or https address"),
  CLUSTER_TLS_CERT_FILE(
      c -> c.cluster().tls().certificateFile(),
      Optional.empty(),
      null,
      null,
      "/x",
      "takes a file together with"),
  CLUSTER_TLS_KEY_FILE(
      c -> c.cluster().tls().keyFile(),
      Optional.empty(),
      null,
      null,
      "/x",
      "takes a file together with"),
  CLUSTER_TLS_CA_FILE(
      c -> c.cluster().tls().authorityFile(),
      Optional.empty(),
      null,
      null,
      "/x",
      "takes a file together with"),
  RAFT_HEARTBEAT_TIMEOUT(
      c -> c.raft().heartbeatTimeout(),
      Duration.ofMillis(300),
      "75ms",
      Duration.ofMillis(75),
      "150",
      Takes.DURATION),
  RAFT_ELECTION_TIMEOUT(
      c -> c.raft().electionTimeout(),
      Duration.ofMillis(400),
      "1s",
      Duration.ofSeconds(1),
      "100ms",
      "takes more than RAFT_HEARTBEAT_TIMEOUT"),
  RAFT_SNAPSHOT_INTERVAL(
      c -> c.raft().snapshotInterval(),
      Duration.ofSeconds(120),
      "5m",
      Duration.ofMinutes(5),
      "PT5M",
      Takes.DURATION),
  RAFT_SNAPSHOT_RETAIN(
      c -> c.raft().snapshotRetain(), 2, "3", 3, "0", "takes a whole number from 1"),
  RAFT_COMMANDS_WAITING(
      c -> c.raft().commandsWaiting(),
      20_000,
      "1000",
      1000,
      "999",
      "takes a whole number from 1000 to 1000000"),
  SESSION_LEASE_TIMEOUT(
      c -> c.sessions().leaseTimeout(),
      Duration.ofSeconds(30),
      "60s",
      Duration.ofSeconds(60),
      "soon",
      Takes.DURATION),
  SESSION_HEARTBEAT_INTERVAL(
      c -> c.sessions().heartbeatInterval(),
      Duration.ofSeconds(10),
      "1s",
      Duration.ofSeconds(1),
      "30s",
      "takes less than SESSION_LEASE_TIMEOUT"),
  TASK_MAX_RETRIES(c -> c.tasks().maxRetries(), 3, "0", 0, "many", "takes a whole number"),
  TASK_CLAIM_TIMEOUT(
      c -> c.tasks().claimTimeout(),
      Duration.ofMinutes(10),
      "24h",
      Duration.ofHours(24),
      "-1s",
      Takes.DURATION),
  TASK_RETRY_BACKOFF(
      c -> c.tasks().retryBackoff(),
      RetryBackoff.EXPONENTIAL,
      "fixed",
      RetryBackoff.FIXED,
      "linear",
      "takes one of exponential, fixed"),
  TASK_STALL_TIMEOUT(
      c -> c.tasks().stallTimeout(),
      Duration.ofMinutes(5),
      "1m",
      Duration.ofMinutes(1),
      "0s",
      Takes.DURATION),
  TASK_PRIORITY_AGING(
      c -> c.tasks().priorityAging(),
      Duration.ofMinutes(5),
      "1m",
      Duration.ofMinutes(1),
      "5 min",
      Takes.DURATION),
  TASK_MAX_LOST(
      c -> c.tasks().maxLost(), 3, "1000", 1000, "1001", "takes a whole number from 0 to 1000"),
  TASK_RETENTION(
      c -> c.tasks().retention(),
      Duration.ofHours(24),
      "7d",
      Duration.ofDays(7),
      "forever",
      Takes.DURATION),
  IDEMPOTENCY_RETENTION(
      c -> c.tasks().idempotencyRetention(),
      Duration.ofDays(7),
      "1h",
      Duration.ofHours(1),
      "7w",
      Takes.DURATION),
  AFFINITY_BONUS(
      c -> c.tasks().affinityBonus(),
      Duration.ofMinutes(5),
      "1m",
      Duration.ofMinutes(1),
      "five",
      Takes.DURATION),
  EVENT_LOG_RETENTION(
      c -> c.events().retention(),
      Duration.ofHours(1),
      "24h",
      Duration.ofHours(24),
      "0s",
      Takes.DURATION),
  EVENT_LOG_MAX_MB(
      c -> c.events().maxMegabytes(),
      1024,
      "64",
      64,
      "0",
      "takes a whole number from 1 to 1048576"),
  LOCK_DELAY(
      c -> c.locks().delay(),
      Duration.ofSeconds(15),
      "500ms",
      Duration.ofMillis(500),
      "15",
      Takes.DURATION),
  HTTP_BODY_TIMEOUT(
      c -> c.http().bodyTimeout(),
      Duration.ofSeconds(30),
      "5s",
      Duration.ofSeconds(5),
      "30",
      Takes.DURATION),
  USABILITY_METRICS_ENABLED(
      c -> c.features().usabilityMetrics(), true, "false", false, "off", "takes true or false"),
  FRUSTRATION_DETECTION_ENABLED(
      c -> c.features().frustrationDetection(), true, "false", false, "off", "takes true or"),
  TEACHER_DASHBOARD_ENABLED(
      c -> c.features().teacherDashboard(), true, "false", false, "off", "takes true or false"),
  FRUSTRATION_DETECTION_THRESHOLD(
      c -> c.detection().threshold(),
      Threshold.MEDIUM,
      "critical",
      Threshold.CRITICAL,
      "none",
      "takes one of low, medium, high, critical"),
  KAFKA_BOOTSTRAP_SERVERS(
      c -> c.kafka().bootstrapServers(),
      Optional.empty(),
      "k:9092",
      Optional.of(new HostPorts(List.of(new HostPort("k", 9092)))),
      "kafka",
      "takes host:port"),
  KAFKA_TOPIC_REPLICATION(
      c -> c.kafka().topicReplication(), 1, "3", 3, "11", "takes a whole number from 1 to 10"),
  KAFKA_TOPIC_PARTITIONS(
      c -> c.kafka().topicPartitions(), 4, "12", 12, "0", "takes a whole number from 1 to 1000"),
  KAFKA_DELIVERY_TIMEOUT(
      c -> c.kafka().deliveryTimeout(),
      Duration.ofSeconds(5),
      "1s",
      Duration.ofSeconds(1),
      "x",
      Takes.DURATION),
  KAFKA_RETRY_INTERVAL(
      c -> c.kafka().retryInterval(),
      Duration.ofSeconds(2),
      "1s",
      Duration.ofSeconds(1),
      "x",
      Takes.DURATION),
  DATABASE_URL(
      c -> c.database().url(),
      Optional.empty(),
      "jdbc:postgresql://h/gaia?user=a&password=b#c: \"d\"",
      Optional.of("jdbc:postgresql://h/gaia?user=a&password=b#c: \"d\""),
      "postgres://h/gaia",
      "takes a JDBC URL"),
  DATABASE_POOL_SIZE(
      c -> c.database().poolSize(), 10, "20", 20, "0", "takes a whole number from 1 to 200"),
  DATABASE_CONNECT_TIMEOUT(
      c -> c.database().connectTimeout(),
      Duration.ofSeconds(3),
      "1s",
      Duration.ofSeconds(1),
      "x",
      Takes.DURATION),
  DATABASE_QUERY_TIMEOUT(
      c -> c.database().queryTimeout(),
      Duration.ofSeconds(30),
      "1s",
      Duration.ofSeconds(1),
      "x",
      Takes.DURATION),
  DATABASE_RETRY_INTERVAL(
      c -> c.database().retryInterval(),
      Duration.ofSeconds(2),
      "1s",
      Duration.ofSeconds(1),
      "x",
      Takes.DURATION),
  DATABASE_SLOW_AFTER(
      c -> c.database().slowAfter(),
      Duration.ofSeconds(2),
      "500ms",
      Duration.ofMillis(500),
      "x",
      Takes.DURATION),
  DATABASE_BREAKER_PAUSE(
      c -> c.database().breakerPause(),
      Duration.ofSeconds(5),
      "1s",
      Duration.ofSeconds(1),
      "x",
      Takes.DURATION),
  AUTH_SIGNING_KEY_FILE(
      c -> c.auth().signingKeyFile(),
      Path.of("./data/signing.key"),
      "/k",
      Path.of("/k"),
      null,
      null),
  AUTH_JWKS_URL(
      c -> c.auth().jwksUrl(),
      Optional.empty(),
      "https://issuer/keys",
      Optional.of(URI.create("https://issuer/keys")),
      "issuer keys",
      "takes"),
  AUDIT_RETENTION(
      c -> c.audit().retention(),
      Duration.ofDays(365),
      "30d",
      Duration.ofDays(30),
      "1y",
      Takes.DURATION),
  LIVE_MAX_CONNECTIONS_PER_USER(
      c -> c.live().maxConnectionsPerUser(), 1000, "20", 20, "0", "takes a whole number from 1"),
  LIVE_MAX_CONNECTIONS_PER_ADDRESS(
      c -> c.live().maxConnectionsPerAddress(), 20000, "200", 200, "all", "takes a whole number"),
  LIVE_MAX_SUBSCRIPTIONS(
      c -> c.live().maxSubscriptions(), 1000, "5", 5, "1000001", "takes a whole number from 1"),
  LIVE_MAX_FRAME_BYTES(
      c -> c.live().maxFrameBytes(), 16384, "1024", 1024, "255", "takes a whole number from 256"),
  LIVE_FRAMES_PER_SECOND(
      c -> c.live().framesPerSecond(), 50, "5", 5, "-1", "takes a whole number from 1"),
  LIVE_TICKETS_PER_MINUTE(
      c -> c.live().ticketsPerMinute(), 1000, "60", 60, "0", "takes a whole number from 1"),
  HTTP_PORT(ConfigurationVariable::httpPort, 8080, "9090", 9090, "http", "takes a whole number"),
  ADMIN_PORT(ConfigurationVariable::adminPort, 8081, "9091", 9091, "99999", "must be"),
  HTTP_MAX_THREADS(
      c -> ((DefaultServerFactory) c.getServerFactory()).getMaxThreads(),
      1024,
      "64",
      64,
      "lots",
      "takes a whole number"),
  HTTP_REQUEST_LOG(
      ConfigurationVariable::loggedRequests,
      LoggedRequests.Which.FAILURES,
      "all",
      LoggedRequests.Which.ALL,
      "some",
      "takes one of all, failures"),
  LOG_LEVEL(
      c -> ((io.dropwizard.logging.common.DefaultLoggingFactory) c.getLoggingFactory()).getLevel(),
      "INFO",
      "WARN",
      "WARN",
      null,
      null);

  private final Function<GaiaConfiguration, Object> read;
  private final Object standard;
  private final Optional<String> text;
  private final Object value;
  private final Optional<String> wrong;
  private final String answer;

  ConfigurationVariable(
      Function<GaiaConfiguration, Object> read,
      Object standard,
      String text,
      Object value,
      String wrong,
      String answer) {
    this.read = read;
    this.standard = standard;
    this.text = Optional.ofNullable(text);
    this.value = value;
    this.wrong = Optional.ofNullable(wrong);
    this.answer = answer;
  }

  Function<GaiaConfiguration, Object> read() {
    return read;
  }

  Object standard() {
    return standard;
  }

  Optional<String> text() {
    return text;
  }

  Object value() {
    return value;
  }

  Optional<String> wrong() {
    return wrong;
  }

  String answer() {
    return answer;
  }

  private static Object httpPort(GaiaConfiguration configuration) {
    DefaultServerFactory server = (DefaultServerFactory) configuration.getServerFactory();
    return ((HttpConnectorFactory) server.getApplicationConnectors().get(0)).getPort();
  }

  private static Object loggedRequests(GaiaConfiguration configuration) {
    DefaultServerFactory server = (DefaultServerFactory) configuration.getServerFactory();
    return ((LoggedRequests) server.getRequestLogFactory()).which();
  }

  private static Object adminPort(GaiaConfiguration configuration) {
    DefaultServerFactory server = (DefaultServerFactory) configuration.getServerFactory();
    return ((HttpConnectorFactory) server.getAdminConnectors().get(0)).getPort();
  }

  private static final class Takes {
    static final String DURATION = "takes a duration above zero, such as 150ms";
  }
}
