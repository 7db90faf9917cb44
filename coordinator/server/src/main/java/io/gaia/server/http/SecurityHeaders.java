package io.gaia.server.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The page may load from and speak to its own origin alone; answers of the API are not stored. */
public final class SecurityHeaders implements Filter {

  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'self'",
          "img-src 'self' data:",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'");

  private final String apiPath;

  /**
   * @param apiPath where the API begins
   */
  public SecurityHeaders(String apiPath) {
    this.apiPath = apiPath;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse to) {
      to.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
      to.setHeader("X-Content-Type-Options", "nosniff");
      to.setHeader("X-Frame-Options", "DENY");
      // a page's address may hold a token
      to.setHeader("Referrer-Policy", "no-referrer");
      to.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
      if (http.getRequestURI().startsWith(apiPath)) {
        to.setHeader("Cache-Control", "no-store");
      }
    }
    chain.doFilter(request, response);
  }
}
