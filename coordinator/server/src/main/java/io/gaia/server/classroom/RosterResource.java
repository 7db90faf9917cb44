package io.gaia.server.classroom;

import io.dropwizard.auth.Auth;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.Page;
import io.gaia.server.http.Switch;
import io.gaia.server.http.SwitchedBy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;

/** Who is in which class. */
@Path("/roster")
@Produces(MediaType.APPLICATION_JSON)
@SwitchedBy(Switch.TEACHER_DASHBOARD)
@Tag(name = "roster")
public final class RosterResource {

  private final ClassroomViews views;
  private final Readiness readiness;
  private final InstantSource time;

  RosterResource(ClassroomViews views, Readiness readiness, InstantSource time) {
    this.views = views;
    this.readiness = readiness;
    this.time = time;
  }

  @GET
  @Path("/unknown")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Students who send events and are in no class")
  public Page<StudentTile> unknown(@Auth Caller caller) {
    readiness.check();
    return Page.whole(views.unknownStudents(time.instant()));
  }
}
