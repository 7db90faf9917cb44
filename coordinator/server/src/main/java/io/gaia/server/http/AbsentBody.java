package io.gaia.server.http;

import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.Optional;

/**
 * A body that a route can do without is absent when it is empty or {@code null}, and never null.
 */
public final class AbsentBody implements ReaderInterceptor {
  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    if (context.getType() != Optional.class) {
      return context.proceed();
    }
    try {
      Object body = context.proceed();
      return body == null ? Optional.empty() : body;
    } catch (NoContentException e) {
      return Optional.empty();
    }
  }
}
