package io.gaia.server.audit;

import io.gaia.server.audit.AuditEntry.Action;
import io.gaia.server.auth.Caller;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.UriInfo;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;

/**
 * Takes down every answer that names students, whichever route gave it: a new route cannot be
 * forgotten.
 */
public final class AuditFilter implements ContainerResponseFilter {

  private final AuditLog log;
  private final Function<Object, Map<String, Set<String>>> studentsByClassroom;
  @Inject private Provider<HttpServletRequest> servletRequest;

  /**
   * @param studentsByClassroom whom an answer names
   */
  AuditFilter(AuditLog log, Function<Object, Map<String, Set<String>>> studentsByClassroom) {
    this.log = log;
    this.studentsByClassroom = studentsByClassroom;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() == null
        || response.getStatus() >= 300
        || !(request.getSecurityContext().getUserPrincipal() instanceof Caller caller)) {
      return;
    }
    Map<String, Set<String>> named = studentsByClassroom.apply(response.getEntity());
    if (named.isEmpty()) {
      return;
    }
    Action action = request.getMethod().equals(HttpMethod.GET) ? Action.READ : Action.CHANGE;
    String route = request.getMethod() + " " + template(request.getUriInfo());
    String address = address();
    named.forEach(
        (classroom, students) -> log.take(caller, action, route, classroom, students, address));
  }

  private static String template(UriInfo uri) {
    if (!(uri instanceof ExtendedUriInfo matched)) {
      return uri.getPath();
    }
    StringBuilder path = new StringBuilder();
    var templates = new java.util.ArrayList<>(matched.getMatchedTemplates());
    Collections.reverse(templates);
    for (UriTemplate each : templates) {
      path.append(each.getTemplate());
    }
    return path.toString();
  }

  private String address() {
    return Optional.ofNullable(servletRequest.get())
        .map(HttpServletRequest::getRemoteAddr)
        .orElse("");
  }
}
