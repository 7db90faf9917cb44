package io.gaia.server.ops;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the live stream and the topics hold, as files: {@code /asyncapi.json}, {@code /schema/}. */
public final class PublishedFiles extends HttpServlet {

  private static final long serialVersionUID = 1;
  private static final Pattern FILES =
      Pattern.compile("/(asyncapi\\.json|schema/[a-z-]+\\.schema\\.json)");

  /** The addresses that it serves. */
  public static String[] addresses() {
    return new String[] {"/asyncapi.json", "/schema/*"};
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
    try (InputStream file =
        FILES.matcher(path).matches() ? PublishedFiles.class.getResourceAsStream(path) : null) {
      if (file == null) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      response.setContentType("application/json");
      file.transferTo(response.getOutputStream());
    }
  }
}
