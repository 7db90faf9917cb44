package io.gaia.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;

/**
 * Takes down every answer that names students, whichever route gave it: a new route cannot be
 * forgotten. What changes something else says so with {@link #changed}.
 */
public final class AuditFilter implements ContainerResponseFilter {

  private static final String CHANGE = AuditFilter.class.getName() + ".change";

  private record Change(String classroomId, Set<String> studentIds, JsonNode details) {}

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

  /**
   * Has it taken down that this request changed something that is no student's.
   *
   * @param classroomId empty when it is of none
   * @param details what it was and is
   */
  public static void changed(
      ContainerRequestContext request, String classroomId, Map<String, Object> details) {
    changed(request, classroomId, Set.of(), details);
  }

  /** The same of students whom the answer does not name. */
  public static void changed(
      ContainerRequestContext request,
      String classroomId,
      Set<String> studentIds,
      Map<String, Object> details) {
    request.setProperty(
        CHANGE, new Change(classroomId, studentIds, EventCodec.mapper().valueToTree(details)));
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() >= 300
        || !(request.getSecurityContext().getUserPrincipal() instanceof Caller caller)) {
      return;
    }
    if (request.getProperty(CHANGE) instanceof Change change) {
      String route = request.getMethod() + " " + template(request.getUriInfo());
      log.takeChange(
          caller, route, change.classroomId(), change.studentIds(), address(), change.details());
    }
    if (response.getEntity() != null) {
      takeStudents(caller, request, response.getEntity());
    }
  }

  private void takeStudents(Caller caller, ContainerRequestContext request, Object answer) {
    Map<String, Set<String>> named = studentsByClassroom.apply(answer);
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
    var templates = new ArrayList<>(matched.getMatchedTemplates());
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
