package io.gaia.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.util.Optional;

/** What a server's answer means: JSON, a problem, or that the same may do better later. */
final class JsonAnswer {

  /** Numbers are handed on as they came, however many digits they have. */
  private static final ObjectReader JSON =
      EventCodec.mapper()
          .reader()
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

  private JsonAnswer() {}

  /** Refused, or nobody there who would refuse: another server may be asked without any doubt. */
  static boolean isNeverSent(IOException failure) {
    return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
  }

  static JsonNode of(URI base, Optional<Reply> reply, Optional<IOException> failure) {
    if (reply.isEmpty()) {
      IOException cause = failure.orElseThrow();
      String why = isNeverSent(cause) ? "does not answer" : "broke off: " + cause;
      throw new UnreachableException(base + " " + why, cause);
    }
    Reply answer = reply.get();
    if (answer.status() < 300) {
      return json(answer.body())
          .orElseThrow(() -> new RefusedException(answer.status(), "", base + " answered no JSON"));
    }
    JsonNode problem = json(answer.body()).orElse(MissingNode.getInstance());
    String detail =
        problem
            .path("detail")
            .asText(
                problem
                    .path("title")
                    .asText(
                        firstLine(problem.path("errors").path(0).asText())
                            .orElse("HTTP status " + answer.status())));
    String code = problem.path("code").asText("");
    if (answer.isUnavailable() && !code.equals("feature-disabled")) {
      throw new UnreachableException(base + " is not available: " + detail, null);
    }
    throw new RefusedException(
        answer.status(), code, code.isEmpty() ? detail : code + ": " + detail);
  }

  /** Flink puts whole stack traces into its errors. */
  private static Optional<String> firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst();
  }

  static JsonNode parse(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  private static Optional<JsonNode> json(String body) {
    if (body.isBlank()) {
      return Optional.of(MissingNode.getInstance());
    }
    try {
      return Optional.of(parse(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
