package io.gaia.server.mcp;

import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.auth.TokenVerifier;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemAnswer;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.SameOrigin;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Lets admins and agents through to {@code /mcp}; everyone else gets a problem. */
final class McpGate implements Filter {
  private final TokenVerifier tokens;

  McpGate(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Problem> refusal = refusal((HttpServletRequest) request);
    if (refusal.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    ProblemAnswer.write((HttpServletResponse) response, refusal.get());
  }

  private Optional<Problem> refusal(HttpServletRequest request) {
    if (!SameOrigin.holds(request)) {
      return Optional.of(
          Problem.of(ProblemCode.FORBIDDEN, "A page of another origin may not call tools"));
    }
    Optional<Caller> caller =
        Optional.ofNullable(request.getHeader("Authorization")).flatMap(tokens::verifyHeader);
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
}
