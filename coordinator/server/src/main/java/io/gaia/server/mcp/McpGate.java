package io.gaia.server.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.auth.TokenVerifier;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Lets admins and agents through to {@code /mcp}; everyone else gets a problem. */
final class McpGate implements Filter {
  private static final String BEARER = "Bearer ";

  private final TokenVerifier tokens;
  private final ObjectMapper mapper;

  McpGate(TokenVerifier tokens, ObjectMapper mapper) {
    this.tokens = tokens;
    this.mapper = mapper;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Problem> refusal = refusal((HttpServletRequest) request);
    if (refusal.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    Problem problem = refusal.get();
    HttpServletResponse answer = (HttpServletResponse) response;
    answer.setStatus(problem.status());
    answer.setContentType(Problem.MEDIA_TYPE);
    if (problem.code() == ProblemCode.UNAUTHENTICATED) {
      answer.setHeader("WWW-Authenticate", "Bearer realm=\"gaia\"");
    }
    answer.getOutputStream().write(mapper.writeValueAsBytes(problem));
  }

  private Optional<Problem> refusal(HttpServletRequest request) {
    if (!isSameOrigin(request)) {
      return Optional.of(
          Problem.of(ProblemCode.FORBIDDEN, "A page of another origin may not call tools"));
    }
    String header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
    Optional<Caller> caller =
        header.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? tokens.verify(header.substring(BEARER.length()).strip())
            : Optional.empty();
    if (caller.isEmpty()) {
      return Optional.of(
          Problem.of(
              ProblemCode.UNAUTHENTICATED,
              "Takes the header Authorization: Bearer TOKEN with a token that is signed for Gaia"
                  + " and not expired"));
    }
    if (!caller.get().is(Role.ADMIN) && !caller.get().is(Role.AGENT)) {
      return Optional.of(Problem.of(ProblemCode.FORBIDDEN, "Takes the token of an agent"));
    }
    return Optional.empty();
  }

  /** Only browsers send an origin; theirs must be the host they talk to. */
  private static boolean isSameOrigin(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return true;
    }
    try {
      return String.valueOf(URI.create(origin).getAuthority())
          .equalsIgnoreCase(request.getHeader("Host"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
