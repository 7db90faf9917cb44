package io.gaia.local.stack;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One coordinator of a stack.
 *
 * @param number from 1
 */
record CoordinatorNode(
    Checkout checkout,
    StateDirectory state,
    int number,
    int httpPort,
    int adminPort,
    int clusterPort) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  String name() {
    return "coordinator-" + number;
  }

  String url() {
    return "http://127.0.0.1:" + httpPort;
  }

  String adminUrl() {
    return "http://127.0.0.1:" + adminPort;
  }

  /** Where the other nodes find it; they know it by that. */
  String clusterAddress() {
    return "127.0.0.1:" + clusterPort;
  }

  /**
   * @param environment also what the user sets; the variables that join the parts win
   * @param group where the nodes of its group find each other, this one among them
   */
  ProcessSpec process(
      Map<String, String> environment, String kafka, String databaseUrl, List<String> group) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("HTTP_PORT", String.valueOf(httpPort));
    variables.put("ADMIN_PORT", String.valueOf(adminPort));
    variables.put("HTTP_ADVERTISE_URL", url());
    variables.put("CLUSTER_NODE_ID", "node-" + number);
    variables.put("CLUSTER_BIND_ADDR", clusterAddress());
    variables.put("CLUSTER_ADVERTISE_ADDR", clusterAddress());
    // one alone and one of several keep different logs
    boolean several = group.size() > 1;
    Path own = state.coordinator(name());
    variables.put("CLUSTER_ENABLED", String.valueOf(several));
    variables.put("CLUSTER_DISCOVERY_NODES", String.join(",", group));
    variables.put("CLUSTER_DATA_DIR", own.resolve(several ? "group" : "raft").toString());
    variables.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
    variables.put("DATABASE_URL", databaseUrl);
    variables.put("AUTH_SIGNING_KEY_FILE", state.signingKey().toString());
    return new ProcessSpec(
        name(),
        new JavaProcess(
                checkout.classPath("coordinator/server"),
                "io.gaia.server.app.GaiaApplication",
                768,
                state.temporary())
            .command(
                List.of(
                    "server",
                    checkout.root().resolve("coordinator/server/coordinator.yml").toString())),
        variables,
        state.coordinator(name()),
        this::answers,
        Duration.ofSeconds(90),
        Stop.TERM,
        Restart.ALWAYS);
  }

  private boolean answers() throws Exception {
    return get(adminUrl() + "/ping") == 200 && get(url() + "/") < 500;
  }

  private static int get(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(3)).GET().build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
