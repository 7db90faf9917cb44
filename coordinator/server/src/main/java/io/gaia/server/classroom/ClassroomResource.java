package io.gaia.server.classroom;

import io.dropwizard.auth.Auth;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.Page;
import io.gaia.server.http.Problem;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Classes at a glance, their students and their minutes. */
@Path("/classrooms")
@Produces(MediaType.APPLICATION_JSON)
@SwitchedBy(Switch.TEACHER_DASHBOARD)
@Tag(name = "classrooms")
public final class ClassroomResource {

  private static final Duration DEFAULT_SPAN = Duration.ofHours(1);
  private static final Duration LONGEST_HISTORY = Duration.ofDays(31);

  private final ClassroomViews views;
  private final ClassroomAccess access;
  private final Readiness readiness;
  private final SnapshotHistory snapshots;
  private final Optional<HistoryQuery> history;
  private final InstantSource time;

  ClassroomResource(
      ClassroomViews views,
      ClassroomAccess access,
      Readiness readiness,
      SnapshotHistory snapshots,
      Optional<HistoryQuery> history,
      InstantSource time) {
    this.views = views;
    this.access = access;
    this.readiness = readiness;
    this.snapshots = snapshots;
    this.history = history;
    this.time = time;
  }

  @GET
  @RolesAllowed({Role.TEACHERS, Role.ADMINS, Role.ANALYSTS})
  @Operation(
      summary = "The caller's classes",
      description = "Analysts get every class of at least 5 students.")
  public Page<ClassroomSummary> list(@Auth Caller caller) {
    readiness.check();
    if (access.seesAggregatesOnly(caller)) {
      return Page.whole(
          views.classrooms(classroom -> true, time.instant()).stream()
              .filter(ClassroomResource::isLargeEnough)
              .toList());
    }
    Predicate<Classroom> isTheirs = classroom -> access.mayTeach(caller, classroom.classroomId());
    return Page.whole(views.classrooms(isTheirs, time.instant()));
  }

  private static boolean isLargeEnough(ClassroomSummary summary) {
    return summary.studentCount() >= ClassroomAccess.SMALLEST_GROUP;
  }

  @GET
  @Path("/{id}")
  @RolesAllowed({Role.TEACHERS, Role.ADMINS, Role.ANALYSTS})
  @Operation(summary = "One class at a glance")
  public ClassroomSummary one(@Auth Caller caller, @PathParam("id") String id) {
    readiness.check();
    boolean aggregatesOnly = access.seesAggregatesOnly(caller);
    if (!aggregatesOnly) {
      access.mustTeach(caller, id);
    }
    return views
        .classroom(id, time.instant())
        .filter(summary -> !aggregatesOnly || isLargeEnough(summary))
        .orElseThrow(ClassroomResource::noSuchClassroom);
  }

  @GET
  @Path("/{id}/students")
  @RolesAllowed({Role.TEACHERS, Role.ADMINS})
  @Operation(
      summary = "The students of a class, who needs help first",
      description =
          "Those who struggle, then those who have gone quiet, then the others; within each by"
              + " level, minutes without help, and trend.")
  public Page<StudentTile> students(@Auth Caller caller, @PathParam("id") String id) {
    readiness.check();
    access.mustTeach(caller, id);
    List<StudentTile> students = views.students(id, time.instant());
    if (students.isEmpty() && views.classroom(id, time.instant()).isEmpty()) {
      throw noSuchClassroom();
    }
    return Page.whole(students);
  }

  @GET
  @Path("/{id}/snapshots")
  @RolesAllowed({Role.TEACHERS, Role.ADMINS, Role.ANALYSTS})
  @Operation(
      summary = "A class minute by minute",
      description =
          "Minutes that start at or after from (default: an hour before to) and before to (default:"
              + " now), by time. Analysts get minutes of at least 5 students.")
  public Page<ClassroomSnapshot> snapshots(
      @Auth Caller caller,
      @PathParam("id") String id,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor) {
    boolean aggregatesOnly = access.seesAggregatesOnly(caller);
    if (!aggregatesOnly) {
      access.mustTeach(caller, id);
    }
    Instant until = QueryParameters.time("to", to).orElseGet(time::instant);
    Instant since = QueryParameters.time("from", from).orElse(until.minus(DEFAULT_SPAN));
    if (since.isAfter(until)) {
      throw Problem.invalidField("from", "from takes a time that is not after to").exception();
    }
    int atMost = QueryParameters.limit(limit, QueryParameters.MAX_LIMIT, SnapshotHistory.MAX_LIMIT);
    Optional<PageCursor> after = QueryParameters.text(cursor).map(PageCursor::parse);
    int smallest = aggregatesOnly ? ClassroomAccess.SMALLEST_GROUP : 0;
    return snapshots.between(id, since, until, after, atMost, smallest);
  }

  @GET
  @Path("/{id}/history")
  @RolesAllowed({Role.TEACHERS, Role.ADMINS})
  @Operation(
      summary = "What happened in a class: alerts, and how students were helped",
      description =
          "Alerts whose trouble began, and help that was given, at or after from and before to"
              + " (default: the last day), newest first; at most 31 days at once. From PostgreSQL:"
              + " while that is down the answer is 503.")
  public ClassHistory history(
      @Auth Caller caller,
      @PathParam("id") String id,
      @QueryParam("from") String from,
      @QueryParam("to") String to) {
    access.mustTeach(caller, id);
    Instant until = QueryParameters.time("to", to).orElseGet(time::instant);
    Instant since = QueryParameters.time("from", from).orElse(until.minus(Duration.ofDays(1)));
    if (since.isAfter(until) || until.isAfter(since.plus(LONGEST_HISTORY))) {
      throw Problem.invalidField(
              "from", "from takes a time that is not after to, and at most 31 days before it")
          .exception();
    }
    return history
        .orElseThrow(() -> ProblemCode.UNAVAILABLE.because("DATABASE_URL is not set"))
        .between(id, since, until);
  }

  private static RuntimeException noSuchClassroom() {
    return ProblemCode.NOT_FOUND.because("There is no such classroom");
  }
}
