package io.gaia.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty itself refuses, before any route: what is not HTTP, an address or headers too long.
 */
public final class ProblemErrorHandler extends ErrorHandler {
  private final ObjectMapper mapper;

  public ProblemErrorHandler(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Whatever the method, the answer says what is wrong. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback)
      throws IOException {
    ProblemCode code = ProblemCode.ofStatus(status);
    String detail = message == null || message.isBlank() ? code.title() : message;
    Problem problem =
        new Problem(
            "urn:gaia:problem:" + code.wireName(),
            code.title(),
            status,
            detail,
            code,
            code == ProblemCode.INVALID_FIELD ? Optional.of("request") : Optional.empty(),
            Map.of(),
            Problem.RETRY_AFTER);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (status == ProblemCode.UNAVAILABLE.status()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, Problem.RETRY_AFTER.toSeconds());
    }
    response.write(true, ByteBuffer.wrap(mapper.writeValueAsBytes(problem)), callback);
  }
}
