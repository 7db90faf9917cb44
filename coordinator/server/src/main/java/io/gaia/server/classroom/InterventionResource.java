package io.gaia.server.classroom;

import io.dropwizard.auth.Auth;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.Page;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.Switch;
import io.gaia.server.http.SwitchedBy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How teachers helped. */
@Path("/interventions")
@Produces(MediaType.APPLICATION_JSON)
@SwitchedBy(Switch.TEACHER_DASHBOARD)
@RolesAllowed({Role.TEACHERS, Role.ADMINS})
@Tag(name = "interventions")
public final class InterventionResource {

  /** The same help told twice within this time was told twice, not given twice. */
  private static final Duration SAME_WITHIN = Duration.ofSeconds(30);

  private final ClassroomViews views;
  private final ClassroomAccess access;
  private final Readiness readiness;
  private final TeacherActions actions;
  private final InstantSource time;

  InterventionResource(
      ClassroomViews views,
      ClassroomAccess access,
      Readiness readiness,
      TeacherActions actions,
      InstantSource time) {
    this.views = views;
    this.access = access;
    this.readiness = readiness;
    this.actions = actions;
    this.time = time;
  }

  /** Whom the help was for. */
  private record Subject(String classroomId, List<String> students, Optional<String> alertId) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Record how a teacher helped",
      description =
          "About an alert, or about a student. Help about a class-wide alert is recorded for each"
              + " of its students, and the first is answered.")
  @ApiResponse(
      responseCode = "201",
      description = "Recorded",
      content = @Content(schema = @Schema(implementation = Intervention.class)))
  @ApiResponse(
      responseCode = "200",
      description = "Was recorded already",
      content = @Content(schema = @Schema(implementation = Intervention.class)))
  public Response record(
      @Auth Caller caller,
      @HeaderParam("Idempotency-Key") String requestId,
      @NotNull(message = "takes a body with category") @Valid InterventionRequest request) {
    readiness.check();
    Instant now = time.instant();
    Subject subject = subject(caller, request, now);
    List<Intervention> helps = helps(caller, requestId, request, subject, now);
    Optional<Intervention> known = known(helps.get(0), requestId);
    if (known.isPresent()) {
      return Response.ok(known.get()).build();
    }
    Intervention recorded = actions.record(helps, views.student(helps.get(0).studentId(), now));
    return Response.status(Response.Status.CREATED).entity(recorded).build();
  }

  private Subject subject(Caller caller, InterventionRequest request, Instant now) {
    if (request.alertId().isPresent()) {
      TeacherAlert alert =
          views
              .alert(request.alertId().get(), now)
              .filter(found -> access.mayTeach(caller, found.classroomId()))
              .orElseThrow(() -> ProblemCode.NOT_FOUND.because("There is no such alert"));
      return ofAlert(alert, request);
    }
    String student =
        request
            .studentId()
            .orElseThrow(
                () ->
                    Problem.invalidField("student_id", "student_id or alert_id is missing")
                        .exception());
    return ofStudent(caller, student, request, now);
  }

  private static Subject ofAlert(TeacherAlert alert, InterventionRequest request) {
    List<String> students =
        alert.kind() == AlertKind.CLASS ? alert.students() : alert.studentId().stream().toList();
    if (request.studentId().isPresent() && !students.contains(request.studentId().get())) {
      throw Problem.invalidField("student_id", "student_id is not of this alert").exception();
    }
    if (request.classroomId().filter(id -> !id.equals(alert.classroomId())).isPresent()) {
      throw Problem.invalidField("classroom_id", "classroom_id is not of this alert").exception();
    }
    return new Subject(
        alert.classroomId(),
        request.studentId().map(List::of).orElse(students),
        Optional.of(alert.id()));
  }

  private Subject ofStudent(
      Caller caller, String studentId, InterventionRequest request, Instant now) {
    Optional<StudentTile> seen = views.student(studentId, now);
    String classroomId =
        seen.map(StudentTile::classroomId)
            .or(request::classroomId)
            .filter(id -> access.mayTeach(caller, id))
            .filter(id -> request.classroomId().map(id::equals).orElse(true))
            .orElseThrow(
                () -> ProblemCode.NOT_FOUND.because("There is no such student in your classes"));
    Optional<String> alertId =
        seen.filter(tile -> tile.alertKind().equals(Optional.of(AlertKind.STUDENT)))
            .flatMap(StudentTile::alertId);
    return new Subject(classroomId, List.of(studentId), alertId);
  }

  private static List<Intervention> helps(
      Caller caller, String requestId, InterventionRequest request, Subject subject, Instant now) {
    String id =
        QueryParameters.text(requestId)
            .map(key -> derived(caller.subject(), key))
            .orElseGet(() -> UUID.randomUUID().toString());
    List<Intervention> helps = new ArrayList<>();
    for (String student : subject.students()) {
      helps.add(
          new Intervention(
              helps.isEmpty() ? id : derived(id, student),
              student,
              subject.classroomId(),
              caller.subject(),
              subject.alertId(),
              request.category(),
              request.note(),
              now));
    }
    return helps;
  }

  private static String derived(String from, String what) {
    return UUID.nameUUIDFromBytes((from + "\n" + what).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Optional<Intervention> known(Intervention help, String requestId) {
    if (QueryParameters.text(requestId).isPresent()) {
      Optional<Intervention> sameId = views.intervention(help.id());
      if (sameId.filter(known -> !isSameHelp(known, help)).isPresent()) {
        throw ProblemCode.IDEMPOTENCY_MISMATCH.because(
            "This Idempotency-Key was used for other help");
      }
      return sameId;
    }
    Instant recently = help.at().minus(SAME_WITHIN);
    return views
        .interventions(known -> known.at().isAfter(recently) && isSameHelp(known, help))
        .stream()
        .findFirst();
  }

  private static boolean isSameHelp(Intervention one, Intervention other) {
    return one.studentId().equals(other.studentId())
        && one.teacherId().equals(other.teacherId())
        && one.category().equals(other.category())
        && one.note().equals(other.note());
  }

  @GET
  @Operation(summary = "How students were helped within a day, newest first")
  public Page<Intervention> list(
      @Auth Caller caller,
      @QueryParam("classroom_id") String classroomId,
      @QueryParam("student_id") String studentId) {
    readiness.check();
    Optional<String> ofClass = QueryParameters.text(classroomId);
    ofClass.ifPresent(id -> access.mustTeach(caller, id));
    Optional<String> ofStudent = QueryParameters.text(studentId);
    return Page.whole(
        views
            .interventions(
                help ->
                    ofClass.map(help.classroomId()::equals).orElse(true)
                        && ofStudent.map(help.studentId()::equals).orElse(true))
            .stream()
            .filter(help -> access.mayTeach(caller, help.classroomId()))
            .sorted(
                Comparator.comparing(Intervention::at).thenComparing(Intervention::id).reversed())
            .toList());
  }
}
