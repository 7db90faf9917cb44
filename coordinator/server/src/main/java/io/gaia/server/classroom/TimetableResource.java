package io.gaia.server.classroom;

import io.dropwizard.auth.Auth;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.Timetable;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.audit.AuditFilter;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.Switch;
import io.gaia.server.http.SwitchedBy;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.kafka.Outgoing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** When a class is in session: it tells which of a student's classes an event belongs to. */
@Path("/classrooms/{id}/timetable")
@Produces(MediaType.APPLICATION_JSON)
@SwitchedBy(Switch.TEACHER_DASHBOARD)
@RolesAllowed({Role.TEACHERS, Role.ADMINS})
@Tag(name = "classrooms")
public final class TimetableResource {

  /** Kafka has it by then; the answer only waits for the view to show it too. */
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

  private final ClassroomViews views;
  private final ClassroomAccess access;
  private final Readiness readiness;
  private final EventPublisher publisher;

  TimetableResource(
      ClassroomViews views, ClassroomAccess access, Readiness readiness, EventPublisher publisher) {
    this.views = views;
    this.access = access;
    this.readiness = readiness;
    this.publisher = publisher;
  }

  @GET
  @Operation(summary = "When a class is in session; empty when nobody has said")
  public Timetable get(@Auth Caller caller, @PathParam("id") String id) {
    readiness.check();
    access.mustTeach(caller, id);
    return classroom(id).timetable().orElse(Timetable.EMPTY);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Say when a class is in session, whole; it acts on the next event",
      description =
          "For students of several classes, and events that name none: the class whose lesson_ids"
              + " has the event's lesson, else the one within whose hours it falls (in app_names"
              + " alone, if there are any), else the one whose app_names has its app, else the"
              + " roster's first. An empty timetable clears it. A roster import keeps it.")
  public Timetable put(
      @Auth Caller caller,
      @PathParam("id") String id,
      @NotNull(message = "takes a body such as {\"lesson_ids\":[\"fractions\"]}")
          Timetable timetable,
      @Context ContainerRequestContext context) {
    access.mustTeach(caller, id);
    timetable
        .fault()
        .ifPresent(
            fault -> {
              throw RuleRequest.invalid(fault.field(), fault.takes());
            });
    readiness.check();
    set(classroom(id), timetable, context);
    return timetable;
  }

  @DELETE
  @Operation(summary = "Clear a timetable")
  public void delete(
      @Auth Caller caller, @PathParam("id") String id, @Context ContainerRequestContext context) {
    access.mustTeach(caller, id);
    readiness.check();
    Classroom classroom = classroom(id);
    if (classroom.timetable().filter(known -> !known.equals(Timetable.EMPTY)).isPresent()) {
      set(classroom, Timetable.EMPTY, context);
    }
  }

  private Classroom classroom(String id) {
    return views
        .recordOf(id)
        .orElseThrow(() -> ProblemCode.NOT_FOUND.because("There is no such classroom"));
  }

  private void set(Classroom classroom, Timetable timetable, ContainerRequestContext context) {
    // an empty one is written, too: without any, the record might be that of a class merely seen
    String id = classroom.classroomId();
    publisher.publish(Outgoing.of(Topic.CLASSROOMS, id, classroom.with(timetable)));
    Optional<Timetable> wanted = Optional.of(timetable);
    views.awaitThat(
        () -> views.recordOf(id).flatMap(Classroom::timetable).equals(wanted), SHOWN_WITHIN);
    AuditFilter.changed(
        context, id, Map.of("timetable", Map.of("before", classroom.timetable(), "after", wanted)));
  }
}
