package io.gaia.server.classroom;

import io.dropwizard.auth.Auth;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.Switch;
import io.gaia.server.http.SwitchedBy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;

/** One student, as their teacher sees them. */
@Path("/students")
@Produces(MediaType.APPLICATION_JSON)
@SwitchedBy(Switch.TEACHER_DASHBOARD)
@Tag(name = "students")
public final class StudentResource {

  private final ClassroomViews views;
  private final ClassroomAccess access;
  private final Readiness readiness;
  private final InstantSource time;

  StudentResource(
      ClassroomViews views, ClassroomAccess access, Readiness readiness, InstantSource time) {
    this.views = views;
    this.access = access;
    this.readiness = readiness;
    this.time = time;
  }

  @GET
  @Path("/{id}/frustration")
  @RolesAllowed({Role.TEACHERS, Role.ADMINS})
  @Operation(summary = "How a student is doing now, and lately")
  public StudentTile frustration(@Auth Caller caller, @PathParam("id") String id) {
    readiness.check();
    return views
        .student(id, time.instant())
        .filter(student -> access.mayTeach(caller, student.classroomId()))
        .orElseThrow(() -> ProblemCode.NOT_FOUND.because("There is no such student"));
  }

  @GET
  @Path("/{id}/story")
  @RolesAllowed({Role.TEACHERS, Role.ADMINS})
  @Operation(
      summary = "A student's last hour",
      description =
          "How the signals moved and how the class did meanwhile, what was told, and what was"
              + " tried.")
  public StudentStory story(@Auth Caller caller, @PathParam("id") String id) {
    readiness.check();
    return views
        .story(id, time.instant())
        .filter(story -> access.mayTeach(caller, story.student().classroomId()))
        .orElseThrow(() -> ProblemCode.NOT_FOUND.because("There is no such student"));
  }
}
