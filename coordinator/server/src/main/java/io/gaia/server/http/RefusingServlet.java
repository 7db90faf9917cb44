package io.gaia.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers every request with one problem, in place of something that is switched off. */
public final class RefusingServlet extends HttpServlet {

  private final transient Problem problem;
  private final ObjectMapper mapper;

  public RefusingServlet(Problem problem, ObjectMapper mapper) {
    this.problem = problem;
    this.mapper = mapper;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.getOutputStream().write(mapper.writeValueAsBytes(problem));
  }
}
