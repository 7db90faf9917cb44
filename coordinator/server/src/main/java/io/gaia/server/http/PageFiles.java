package io.gaia.server.http;

import io.dropwizard.jetty.setup.ServletEnvironment;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URL;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;

/** The files below a folder of the class path, each read once and then sent from memory. */
public final class PageFiles extends HttpServlet {

  private static final long serialVersionUID = 1;
  private static final String INDEX = "/index.html";

  /** Files that have an ending; nothing of it leads out of the folder. */
  private static final Pattern FILE = Pattern.compile("(/[\\w-][\\w.-]*)+\\.\\w+");

  private final String folder;
  private final transient Map<String, PageFile> files = new ConcurrentHashMap<>();

  private PageFiles(String folder) {
    this.folder = folder;
  }

  /** The page at {@code /}. */
  public static void serve(ServletEnvironment servlets) {
    servlets.addServlet("dashboard", new PageFiles("/dashboard")).addMapping("/*");
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
    Optional<PageFile> file = file(path.equals("/") ? INDEX : path);
    if (file.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    // asked for anew each time; the ETag tells whether it changed
    response.setHeader(HttpHeader.CACHE_CONTROL.asString(), "no-cache");
    file.get().answer(request, response);
  }

  private Optional<PageFile> file(String path) throws IOException {
    PageFile known = files.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    URL address = FILE.matcher(path).matches() ? PageFiles.class.getResource(folder + path) : null;
    if (address == null) {
      return Optional.empty();
    }
    PageFile read = PageFile.read(address, getServletContext().getMimeType(path));
    files.put(path, read);
    return Optional.of(read);
  }
}
