package io.gaia.server.hooks;

import io.dropwizard.core.setup.Environment;
import io.gaia.server.replication.CommandRoute;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Puts the hooks into the service: a route of the API, also reachable as {@code /hooks/...}. */
public final class HookModule {
  private HookModule() {}

  /**
   * Registers the route.
   *
   * @param apiPath where routes begin
   */
  public static void install(Environment environment, CommandRoute route, String apiPath) {
    environment.jersey().register(new ClaudeCodeResource(new HookSessions(route)));
    environment.servlets().addServlet("hooks", new ToRoute(apiPath)).addMapping("/hooks/*");
  }

  /** The short address, for a settings file that people write by hand. */
  private static final class ToRoute extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final String apiPath;

    ToRoute(String apiPath) {
      this.apiPath = apiPath;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      request.getRequestDispatcher(apiPath + request.getRequestURI()).forward(request, response);
    }
  }
}
