package io.gaia.server.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The page is asked for anew each time; its ETag tells whether it changed. */
public final class AssetCaching implements Filter {

  private final String librariesPath;

  /**
   * @param librariesPath where files have their version in their path, so that they never change
   */
  public AssetCaching(String librariesPath) {
    this.librariesPath = librariesPath;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse to) {
      boolean library = http.getRequestURI().startsWith(librariesPath);
      to.setHeader("Cache-Control", library ? "public, max-age=86400" : "no-cache");
    }
    chain.doFilter(request, response);
  }
}
