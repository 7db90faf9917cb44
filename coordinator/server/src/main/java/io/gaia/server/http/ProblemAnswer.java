package io.gaia.server.http;

import io.gaia.schemas.json.EventCodec;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Problems answered by servlets, as resources answer them. */
public final class ProblemAnswer {

  private ProblemAnswer() {}

  public static void write(HttpServletResponse response, Problem problem) throws IOException {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    switch (problem.code()) {
      case UNAVAILABLE, UPGRADE_UNDER_WAY, TOO_MANY ->
          response.setHeader("Retry-After", String.valueOf(problem.retryAfter().toSeconds()));
      case UNAUTHENTICATED -> response.setHeader("WWW-Authenticate", "Bearer realm=\"gaia\"");
      default -> {}
    }
    response.getOutputStream().write(EventCodec.toBytes(problem));
  }
}
