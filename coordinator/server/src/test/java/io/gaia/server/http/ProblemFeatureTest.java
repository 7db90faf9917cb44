package io.gaia.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.testing.DropwizardTestSupport;
import io.gaia.server.testkit.RunningServer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemFeatureTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static DropwizardTestSupport<Configuration> server;

  @BeforeAll
  static void start() throws Exception {
    DefaultServerFactory ports = new DefaultServerFactory();
    ((HttpConnectorFactory) ports.getApplicationConnectors().get(0)).setPort(0);
    ((HttpConnectorFactory) ports.getAdminConnectors().get(0)).setPort(0);
    ports.setRegisterDefaultExceptionMappers(false);
    Configuration configuration = new Configuration();
    configuration.setServerFactory(ports);
    server = new DropwizardTestSupport<>(School.class, configuration);
    server.before();
  }

  @AfterAll
  static void stop() {
    server.after();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "an unknown field | {\"name\":\"a\",\"seats\":1,\"colour\":2} | colour | is unknown",
        "an unknown nested field |"
            + " {\"name\":\"a\",\"seats\":1,\"rows\":[{\"first_seat\":1},{\"first_seat\":1,\"x\":1}]}"
            + " | rows[1].x | is unknown",
        "a missing field | {\"seats\":1} | name | must not be",
        "a field out of bounds | {\"name\":\"a\",\"seats\":99} | seats | takes at most 40",
        "a nested field out of bounds | {\"name\":\"a\",\"seats\":1,\"rows\":[{\"first_seat\":99}]}"
            + " | rows[0].first_seat | takes at most 40",
        "a text for a number | {\"name\":\"a\",\"seats\":\"1\"} | seats | takes a whole number",
        "a fraction for a whole number | {\"name\":\"a\",\"seats\":1.5} | seats | takes a whole"
            + " number",
        "a null for a number | {\"name\":\"a\",\"seats\":null} | seats | takes a whole number",
        "a value that is none of them | {\"name\":\"a\",\"seats\":1,\"kind\":\"barn\"} | kind |"
            + " takes one of hall, room",
        "a time that is none | {\"name\":\"a\",\"seats\":1,\"opened\":\"soon\"} | opened | takes a"
            + " time in RFC 3339",
      })
  void namesTheFieldAndWhatItTakes(String what, String body, String field, String detail)
      throws Exception {
    HttpResponse<String> response = post("/rooms", body);
    JsonNode problem = RunningServer.json(response);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(problem.get("code").textValue()).isEqualTo("invalid-field");
    assertThat(problem.path("field").textValue()).as(response.body()).isEqualTo(field);
    assertThat(problem.get("detail").textValue()).contains(field).contains(detail);
    assertThat(problem.get("status").intValue()).isEqualTo(400);
  }

  @ParameterizedTest(name = "a body of {0} is refused in words")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{", "``", "null", "[]", "{} {}"})
  void refusesABodyThatIsNoObject(String body) throws Exception {
    HttpResponse<String> response = post("/rooms", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(RunningServer.json(response).get("code").textValue()).isEqualTo("invalid-field");
    assertThat(response.body()).doesNotContain("io.gaia", "com.fasterxml");
  }

  @Test
  void metadataTakesAnything() throws Exception {
    HttpResponse<String> response =
        post("/rooms", "{\"name\":\"a\",\"seats\":1,\"metadata\":{\"colour\":{\"deep\":[1]}}}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"metadata\":{\"colour\":{\"deep\":[1]}}");
  }

  @Test
  void aRefusalOfAResourceLeavesWithItsMembers() throws Exception {
    HttpResponse<String> response = get("/rooms/taken");
    assertThat(response.statusCode()).isEqualTo(409);
    JsonNode problem = RunningServer.json(response);
    assertThat(problem.get("code").textValue()).isEqualTo("lock-held");
    assertThat(problem.get("expires_at").textValue()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(problem.has("field")).isFalse();
  }

  @Test
  void aParameterOfTheWrongTypeIsNotFoundOrInvalid() throws Exception {
    HttpResponse<String> response = get("/rooms?limit=99");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.json(response).get("field").textValue()).isEqualTo("limit");
  }

  @Test
  void aBugTellsNothingOfItsInside() throws Exception {
    HttpResponse<String> response = get("/rooms/broken");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(RunningServer.json(response).get("code").textValue()).isEqualTo("internal");
    assertThat(response.body()).doesNotContain("secret");
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  enum Kind {
    HALL,
    ROOM;

    @com.fasterxml.jackson.annotation.JsonValue
    String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  record Row(@Max(value = 40, message = "takes at most 40") int firstSeat) {}

  record Room(
      @NotBlank String name,
      @Max(value = 40, message = "takes at most 40") int seats,
      Optional<Kind> kind,
      Optional<Instant> opened,
      List<@Valid Row> rows,
      Map<String, Object> metadata) {}

  /** Routes that go wrong in every way. */
  @Path("/rooms")
  @Produces(MediaType.APPLICATION_JSON)
  public static final class RoomResource {
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Room add(@Valid @NotNull Room room) {
      return room;
    }

    @GET
    public List<Room> list(
        @QueryParam("limit") @Max(value = 10, message = "takes at most 10") int limit) {
      return List.of();
    }

    @GET
    @Path("/taken")
    public Room taken() {
      throw Problem.of(ProblemCode.LOCK_HELD, "s-1 has it")
          .with(Map.of("expires_at", Instant.parse("2026-01-01T00:00:00Z")))
          .exception();
    }

    @GET
    @Path("/broken")
    public Room broken() {
      throw new IllegalArgumentException("secret");
    }
  }

  /** The smallest service with our answers. */
  public static final class School extends Application<Configuration> {
    @Override
    public void initialize(Bootstrap<Configuration> bootstrap) {
      bootstrap.setObjectMapper(RequestJson.newMapper());
    }

    @Override
    public void run(Configuration configuration, Environment environment) {
      environment.jersey().register(new ProblemFeature());
      environment.jersey().register(new BodyLimit(Duration.ofSeconds(30), System::nanoTime));
      environment.jersey().register(new RoomResource());
    }
  }
}
