package io.gaia.server.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A refusal as RFC 9457 problem+json.
 *
 * @param detail in words, for this case
 * @param field the request's field at fault, when one is
 * @param more further members that the code calls for (a lock's expiry, for instance)
 * @param retryAfter when a client that was refused for now should try again
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    ProblemCode code,
    Optional<String> field,
    @JsonAnyGetter Map<String, Object> more,
    @JsonIgnore Duration retryAfter) {

  public static final String MEDIA_TYPE = "application/problem+json";

  public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  public Problem {
    more = Map.copyOf(more);
  }

  public static Problem of(ProblemCode code, String detail) {
    return new Problem(
        "urn:gaia:problem:" + code.wireName(),
        code.title(),
        code.status(),
        detail,
        code,
        Optional.empty(),
        Map.of(),
        RETRY_AFTER);
  }

  public static Problem invalidField(String field, String detail) {
    return of(ProblemCode.INVALID_FIELD, detail).at(field);
  }

  public Problem at(String faultyField) {
    return new Problem(
        type, title, status, detail, code, Optional.of(faultyField), more, retryAfter);
  }

  public Problem with(Map<String, Object> members) {
    return new Problem(type, title, status, detail, code, field, members, retryAfter);
  }

  /** To be tried again in that time, rounded up to whole seconds. */
  public Problem after(Duration pause) {
    Duration whole = Duration.ofSeconds(Math.max(1, pause.plusMillis(999).toSeconds()));
    return new Problem(type, title, status, detail, code, field, more, whole);
  }

  /** An exception for resources to throw. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  public Response toResponse() {
    Response.ResponseBuilder response =
        Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this);
    switch (code) {
      case UNAVAILABLE, UPGRADE_UNDER_WAY, TOO_MANY ->
          response.header(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds());
      case UNAUTHENTICATED ->
          response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"gaia\"");
      default -> {}
    }
    return response.build();
  }
}
