package io.gaia.server.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Nobody reads the body of a GET, so the connection ends with the answer: the client is told, or it
 * would send its next request into it. {@link BodyLimit} does that for the API's other methods.
 */
public final class BodyOfGet implements Filter {
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse to
        && WITHOUT_BODY.contains(http.getMethod())
        && (http.getContentLengthLong() > 0 || http.getHeader("Transfer-Encoding") != null)) {
      to.setHeader("Connection", "close");
    }
    chain.doFilter(request, response);
  }
}
