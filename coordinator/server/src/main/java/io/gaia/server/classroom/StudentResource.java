package io.gaia.server.classroom;

import io.dropwizard.auth.Auth;
import io.gaia.server.audit.AuditFilter;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.database.Database;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.Switch;
import io.gaia.server.http.SwitchedBy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One student, as their teacher sees them. */
@Path("/students")
@Produces(MediaType.APPLICATION_JSON)
@SwitchedBy(Switch.TEACHER_DASHBOARD)
@Tag(name = "students")
public final class StudentResource {

  private final ClassroomViews views;
  private final ClassroomAccess access;
  private final Readiness readiness;
  private final StudentErasing erasing;
  private final Optional<Database> database;
  private final InstantSource time;

  StudentResource(
      ClassroomViews views,
      ClassroomAccess access,
      Readiness readiness,
      StudentErasing erasing,
      Optional<Database> database,
      InstantSource time) {
    this.views = views;
    this.access = access;
    this.readiness = readiness;
    this.erasing = erasing;
    this.database = database;
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

  @GET
  @Path("/{id}/export")
  @RolesAllowed(Role.ADMINS)
  @Operation(
      summary = "All that is kept of a student",
      description =
          "Every row of every table that names the student, for who asks what is known of them."
              + " Other students in it are left out. A student whom nobody knows has no rows.")
  @ApiResponse(
      responseCode = "200",
      description = "Rows by table",
      content = @Content(schema = @Schema(implementation = StudentExport.Description.class)))
  public StreamingOutput export(
      @PathParam("id") @Size(max = 200, message = "takes at most 200 characters") String id) {
    Database open =
        database
            .filter(Database::serves)
            .orElseThrow(
                () ->
                    ProblemCode.UNAVAILABLE.because(
                        "What is kept is in the database, which is not there"));
    return new StudentExport(id, time.instant(), new StudentRows(open));
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed(Role.ADMINS)
  @Operation(
      summary = "Erase a student",
      description =
          "Removes the student from every table, from the compacted topics and from the jobs'"
              + " state; the other topics lose them by their retention. What comes later is not"
              + " taken, until a roster names the student anew. A student whom nobody knows is"
              + " erased, too, and erasing again is safe.")
  @ApiResponse(
      responseCode = "202",
      description = "Erased; what the topics still keep goes by itself",
      content = @Content(schema = @Schema(implementation = ErasureOutcome.class)))
  public Response erase(
      @Auth Caller caller,
      @PathParam("id") @Size(max = 200, message = "takes at most 200 characters") String id,
      @Context ContainerRequestContext context) {
    readiness.check();
    ErasureOutcome outcome = erasing.erase(id);
    AuditFilter.changed(
        context, "", Set.of(outcome.studentHash()), Map.of("erased_rows", outcome.rows()));
    return Response.accepted(outcome).build();
  }
}
