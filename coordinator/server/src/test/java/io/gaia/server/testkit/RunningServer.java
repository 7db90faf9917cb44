package io.gaia.server.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.core.Application;
import io.dropwizard.testing.DropwizardTestSupport;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.app.GaiaApplication;
import io.gaia.server.app.GaiaConfiguration;
import io.gaia.server.auth.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole coordinator on free ports, and calls to it over real HTTP. */
public final class RunningServer implements AutoCloseable {
  private static final String API = "/api/v1";

  private final DropwizardTestSupport<GaiaConfiguration> support;
  private final Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<AnswerCheck> check = Optional.empty();

  private RunningServer(Path directory, Map<String, String> variables) {
    this.directory = directory;
    Map<String, String> all = new HashMap<>();
    all.put("HTTP_PORT", "0");
    all.put("ADMIN_PORT", "0");
    all.put("CLUSTER_BIND_ADDR", "127.0.0.1:0");
    all.put("CLUSTER_DATA_DIR", directory.resolve("raft").toString());
    all.put("AUTH_SIGNING_KEY_FILE", keyFile().toString());
    all.put("LOG_LEVEL", "WARN");
    all.putAll(variables);
    support =
        new DropwizardTestSupport<>(GaiaApplication.class, "coordinator.yml") {
          @Override
          public Application<GaiaConfiguration> newApplication() {
            return new GaiaApplication(all);
          }
        };
  }

  /**
   * Starts with the given variables over the defaults.
   *
   * @param directory for everything the server writes
   */
  public static RunningServer start(Path directory, Map<String, String> variables) {
    RunningServer server = new RunningServer(directory, variables);
    try {
      server.support.before();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return server;
  }

  public Path keyFile() {
    return directory.resolve("signing.key");
  }

  public URI api(String path) {
    return URI.create("http://127.0.0.1:" + support.getLocalPort() + API + path);
  }

  public URI root(String path) {
    return URI.create("http://127.0.0.1:" + support.getLocalPort() + path);
  }

  public URI admin(String path) {
    return URI.create("http://127.0.0.1:" + support.getAdminPort() + path);
  }

  /** A token with these roles. */
  public String token(String subject, String... roles) {
    return Tokens.signed(
        Tokens.claims(subject, roles), SigningKey.readOrMake(keyFile(), new SecureRandom()));
  }

  /** A teacher's token for the classrooms ({@code *} for every one). */
  public String teacherToken(String subject, String... classrooms) {
    return Tokens.signed(
        Tokens.claims(subject, "teacher").claim("classrooms", List.of(classrooms)),
        SigningKey.readOrMake(keyFile(), new SecureRandom()));
  }

  public HttpResponse<String> get(URI uri, String token) {
    return send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token));
  }

  public HttpResponse<String> get(URI uri) {
    return send(HttpRequest.newBuilder(uri));
  }

  public HttpResponse<String> post(URI uri, String token, String json) {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Every answer of the API has to be as its description says. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    HttpResponse<String> response = sendUnchecked(request.build());
    String path = response.request().uri().getRawPath();
    if (path.startsWith(API)) {
      List<String> faults =
          check()
              .faults(
                  response.request().method(),
                  path.substring(API.length()),
                  response.statusCode(),
                  response.headers().firstValue("Content-Type").orElse(""),
                  response.body());
      if (!faults.isEmpty()) {
        throw new AssertionError(response + ": " + faults + " in " + response.body());
      }
    }
    return response;
  }

  /** Holds answers against this server's description of itself. */
  public synchronized AnswerCheck check() {
    if (check.isEmpty()) {
      HttpRequest described = HttpRequest.newBuilder(root("/openapi.json")).build();
      check = Optional.of(new AnswerCheck(json(sendUnchecked(described))));
    }
    return check.get();
  }

  private HttpResponse<String> sendUnchecked(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(HttpResponse<String> response) {
    try {
      return EventCodec.mapper().readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + response.body(), e);
    }
  }

  @Override
  public void close() {
    support.after();
  }
}
