package io.gaia.server.classroom;

import io.dropwizard.auth.Auth;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.audit.AuditFilter;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.Page;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemException;
import io.gaia.server.http.Switch;
import io.gaia.server.http.SwitchedBy;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.kafka.Outgoing;
import io.gaia.server.roster.OneRoster;
import io.gaia.server.roster.Roster;
import io.gaia.server.roster.RosterChange;
import io.gaia.server.roster.RosterFaults;
import io.gaia.server.roster.RosterImport;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who is in which class. */
@Path("/roster")
@Produces(MediaType.APPLICATION_JSON)
@SwitchedBy(Switch.TEACHER_DASHBOARD)
@RolesAllowed(Role.ADMINS)
@Tag(name = "roster")
public final class RosterResource {

  /** Kafka has it by then; the answer only waits for the view to show it too. */
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(5);

  private final ClassroomViews views;
  private final Readiness readiness;
  private final EventPublisher publisher;
  private final StudentErasing erasing;
  private final InstantSource time;

  RosterResource(
      ClassroomViews views,
      Readiness readiness,
      EventPublisher publisher,
      StudentErasing erasing,
      InstantSource time) {
    this.views = views;
    this.readiness = readiness;
    this.publisher = publisher;
    this.erasing = erasing;
    this.time = time;
  }

  @GET
  @Path("/unknown")
  @Operation(summary = "Students who send events and are in no class")
  public Page<StudentTile> unknown(@Auth Caller caller) {
    readiness.check();
    return Page.whole(views.unknownStudents(time.instant()));
  }

  @POST
  @Consumes("application/zip")
  @Operation(
      summary = "Import classes and who is in them: OneRoster 1.2 CSV files in a ZIP file",
      description =
          "Takes manifest.csv, classes.csv, enrollments.csv and, to check against, users.csv; bulk"
              + " files are all that there is of their schools, delta files what has changed. All"
              + " or nothing, and only differences are written, so it may be sent again. Student"
              + " and teacher ids are the users' sourcedIds; names are not kept. An erased student"
              + " whom it names is let in again.")
  public RosterOutcome take(
      @Auth Caller caller,
      @NotNull(message = "takes a ZIP file of OneRoster CSV files") byte[] zip,
      @Parameter(description = "true: only tell what would change") @QueryParam("dry_run")
          boolean dryRun,
      @Context ContainerRequestContext context) {
    RosterImport files = read(zip);
    readiness.check();
    Roster before = views.roster();
    RosterChange change = RosterChange.of(files, before);
    RosterOutcome outcome = RosterOutcome.of(change, before, dryRun);
    if (!dryRun && !change.isEmpty()) {
      List<Outgoing> records = new ArrayList<>(erasing.readmissions(change.students()));
      records.addAll(records(change));
      publisher.publishAll(records);
      views.awaitThat(() -> RosterChange.of(files, views.roster()).isEmpty(), SHOWN_WITHIN);
      AuditFilter.changed(context, "", Map.of("roster", outcome));
    }
    return outcome;
  }

  private RosterImport read(byte[] zip) {
    try {
      return OneRoster.read(zip, LocalDate.ofInstant(time.instant(), ZoneOffset.UTC));
    } catch (RosterFaults e) {
      throw problem(e);
    }
  }

  private static ProblemException problem(RosterFaults faults) {
    return Problem.invalidField(faults.faults().get(0).file(), faults.getMessage())
        .with(Map.of("faults", faults.faults()))
        .exception();
  }

  /** Classes first: who is put into one should find it there. */
  private static List<Outgoing> records(RosterChange change) {
    List<Outgoing> records = new ArrayList<>();
    change
        .classrooms()
        .forEach(each -> records.add(Outgoing.of(Topic.CLASSROOMS, each.classroomId(), each)));
    change
        .students()
        .forEach(each -> records.add(Outgoing.of(Topic.ROSTER, each.studentId(), each)));
    change.goneStudents().forEach(each -> records.add(Outgoing.tombstone(Topic.ROSTER, each)));
    change
        .goneClassrooms()
        .forEach(each -> records.add(Outgoing.tombstone(Topic.CLASSROOMS, each)));
    return records;
  }
}
