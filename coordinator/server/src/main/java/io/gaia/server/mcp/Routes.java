package io.gaia.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;

/**
 * Calls the routes of the API within the process: the same token, checks, refusals and answers as
 * over HTTP, so a tool is never more than a route in other words.
 */
final class Routes {
  /** Longer than any route takes to answer, waiting included. */
  private static final long ANSWER_TIMEOUT_MS = 60_000;

  private final Supplier<ApplicationHandler> application;
  private final ObjectMapper mapper;
  private final URI base;

  /**
   * @param apiPath where the routes begin
   * @param application asked at each call, because it exists only once the service runs
   */
  Routes(String apiPath, Supplier<ApplicationHandler> application, ObjectMapper mapper) {
    base = URI.create("http://localhost" + apiPath + "/");
    this.application = application;
    this.mapper = mapper;
  }

  /**
   * What a route answered.
   *
   * @param body missing if there was none
   */
  record Answer(int status, JsonNode body) {
    boolean isRefusal() {
      return status >= 400;
    }
  }

  /**
   * @param authorization the caller's header
   * @param path below the API's base, encoded
   */
  Answer call(String authorization, String method, String path, Optional<JsonNode> body) {
    ApplicationHandler handler = application.get();
    ContainerRequest request =
        new ContainerRequest(
            base,
            base.resolve(path),
            method,
            null,
            new MapPropertiesDelegate(),
            handler.getConfiguration());
    request.header(HttpHeaders.AUTHORIZATION, authorization);
    request.header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
    body.ifPresent(
        json -> {
          byte[] bytes = bytes(json);
          request.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
          request.header(HttpHeaders.CONTENT_LENGTH, bytes.length);
          request.setEntityStream(new ByteArrayInputStream(bytes));
        });
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    int status = await(handler.apply(request, answer)).getStatus();
    return new Answer(status, tree(answer.toByteArray()));
  }

  private static ContainerResponse await(Future<ContainerResponse> answer) {
    try {
      return answer.get(ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw ProblemCode.UNAVAILABLE.because(
          "No answer in time; it may or may not have been done, try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemCode.UNAVAILABLE.because("The coordinator stops");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a route ended in an error", e.getCause());
    }
  }

  private byte[] bytes(JsonNode json) {
    try {
      return mapper.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a tree can always be written", e);
    }
  }

  private JsonNode tree(byte[] json) {
    try {
      return json.length == 0 ? MissingNode.getInstance() : mapper.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a route answered something that is not JSON", e);
    }
  }

  /** A problem in the shape that routes answer it. */
  Answer refusal(Problem problem) {
    return new Answer(problem.status(), mapper.valueToTree(problem));
  }
}
