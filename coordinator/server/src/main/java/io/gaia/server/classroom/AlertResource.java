package io.gaia.server.classroom;

import io.dropwizard.auth.Auth;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.TeacherAlert;
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
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Alerts, and what a teacher does about them. */
@Path("/alerts")
@Produces(MediaType.APPLICATION_JSON)
@SwitchedBy({Switch.TEACHER_DASHBOARD, Switch.FRUSTRATION_DETECTION})
@RolesAllowed({Role.TEACHERS, Role.ADMINS})
@Tag(name = "alerts")
public final class AlertResource {

  static final int MAX_NOTE_LENGTH = 2_000;

  private static final String[] ALL = {"open", "acknowledged", "resolved"};

  private static final int MAX_SNOOZE_SECONDS = 24 * 60 * 60;

  private static final Comparator<TeacherAlert> NEWEST_FIRST =
      Comparator.comparing(TeacherAlert::at).thenComparing(TeacherAlert::id).reversed();

  private final ClassroomViews views;
  private final ClassroomAccess access;
  private final Readiness readiness;
  private final TeacherActions actions;
  private final InstantSource time;

  AlertResource(
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

  /** What a teacher may add in words. */
  public record NoteRequest(
      Optional<
              @Size(
                  max = MAX_NOTE_LENGTH,
                  message = "takes a text of at most " + MAX_NOTE_LENGTH + " characters")
              String>
          note) {}

  /** How long not to be reminded. */
  public record SnoozeRequest(
      @NotNull(message = "is missing")
          @Min(value = 1, message = "takes seconds from 1 to " + MAX_SNOOZE_SECONDS)
          @Max(
              value = MAX_SNOOZE_SECONDS,
              message = "takes seconds from 1 to " + MAX_SNOOZE_SECONDS)
          Integer seconds) {}

  @GET
  @Operation(
      summary = "Alerts, newest first",
      description =
          "Those that are unresolved, and those resolved within a day. state takes open,"
              + " acknowledged, resolved, or several with commas.")
  public Page<TeacherAlert> list(
      @Auth Caller caller,
      @QueryParam("classroom_id") String classroomId,
      @QueryParam("state") String state,
      @QueryParam("since") String since,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit) {
    readiness.check();
    Optional<String> ofClass = QueryParameters.text(classroomId);
    ofClass.ifPresent(id -> access.mustTeach(caller, id));
    Set<AlertState> states = states(state);
    Instant oldest = QueryParameters.time("since", since).orElse(Instant.MIN);
    Optional<PageCursor> after = QueryParameters.text(cursor).map(PageCursor::parse);
    int atMost =
        QueryParameters.limit(limit, QueryParameters.DEFAULT_LIMIT, QueryParameters.MAX_LIMIT);
    List<TeacherAlert> found =
        views
            .alerts(
                ofClass,
                alert ->
                    states.contains(alert.state())
                        && !alert.at().isBefore(oldest)
                        && after.map(last -> isAfter(alert, last)).orElse(true),
                time.instant())
            .stream()
            .filter(alert -> access.mayTeach(caller, alert.classroomId()))
            .sorted(NEWEST_FIRST)
            .limit(atMost + 1L)
            .toList();
    List<TeacherAlert> page = found.subList(0, Math.min(atMost, found.size()));
    return new Page<>(
        page,
        found.size() <= atMost
            ? Optional.empty()
            : Optional.of(cursor(page.get(page.size() - 1)).toString()));
  }

  private static boolean isAfter(TeacherAlert alert, PageCursor last) {
    int byTime = alert.at().compareTo(last.at());
    return byTime < 0 || (byTime == 0 && alert.id().compareTo(last.id()) < 0);
  }

  private static PageCursor cursor(TeacherAlert alert) {
    return new PageCursor(alert.at(), alert.id());
  }

  private static Set<AlertState> states(String names) {
    Set<AlertState> states = EnumSet.noneOf(AlertState.class);
    for (String name : QueryParameters.text(names).map(text -> text.split(",", -1)).orElse(ALL)) {
      try {
        states.add(AlertState.byWireName(name));
      } catch (IllegalArgumentException e) {
        throw Problem.invalidField("state", "state takes open, acknowledged or resolved")
            .exception();
      }
    }
    return states;
  }

  @POST
  @Path("/{id}/acknowledge")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "The teacher has seen it")
  public TeacherAlert acknowledge(
      @Auth Caller caller, @PathParam("id") String id, @Valid NoteRequest request) {
    return carryOut(
        caller,
        id,
        (alert, now) -> TeacherDecision.acknowledge(alert, caller.subject(), note(request), now));
  }

  @POST
  @Path("/{id}/resolve")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "The teacher says that it is over; an escalation opens it again")
  public TeacherAlert resolve(
      @Auth Caller caller, @PathParam("id") String id, @Valid NoteRequest request) {
    return carryOut(
        caller,
        id,
        (alert, now) -> TeacherDecision.resolve(alert, caller.subject(), note(request), now));
  }

  @POST
  @Path("/{id}/snooze")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Acknowledged for a while, then open again")
  public TeacherAlert snooze(
      @Auth Caller caller,
      @PathParam("id") String id,
      @NotNull(message = "takes a body with seconds") @Valid SnoozeRequest request) {
    Duration length = Duration.ofSeconds(request.seconds());
    return carryOut(
        caller, id, (alert, now) -> TeacherDecision.snooze(alert, caller.subject(), length, now));
  }

  private static Optional<String> note(NoteRequest request) {
    return request == null ? Optional.empty() : request.note();
  }

  private TeacherAlert carryOut(
      Caller caller, String id, BiFunction<AlertHistory, Instant, TeacherDecision> wish) {
    readiness.check();
    boolean isTheirs =
        views
            .alertHistory(id)
            .filter(alert -> access.mayTeach(caller, alert.classroomId()))
            .isPresent();
    if (!isTheirs) {
      throw ProblemCode.NOT_FOUND.because("There is no such alert");
    }
    return actions.carryOut(id, wish);
  }
}
