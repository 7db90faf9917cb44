package io.gaia.server.audit;

import io.dropwizard.auth.Auth;
import io.gaia.server.audit.AuditTable.Row;
import io.gaia.server.audit.AuditTable.Wanted;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.Page;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** Who read or changed what of a student, and who set which rule. */
@Path("/audit")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMINS)
public final class AuditResource {

  private final Optional<AuditTable> table;

  AuditResource(Optional<AuditTable> table) {
    this.table = table;
  }

  @GET
  @Operation(
      summary = "Who read or changed what of a student, or a rule, newest first",
      description =
          "Reading the same again within 10 minutes is one entry. Who listens to a class's stream"
              + " has an entry without students: ask by classroom_id. From PostgreSQL: 503 while"
              + " that is down.")
  public Page<AuditEntry> list(
      @Auth Caller caller,
      @QueryParam("student_id") Optional<String> studentId,
      @QueryParam("classroom_id") Optional<String> classroomId,
      @QueryParam("subject") Optional<String> subject,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<Integer> limit) {
    int most = Page.limit(limit);
    long before = cursor.map(AuditResource::id).orElse(Long.MAX_VALUE);
    List<Row> found =
        table
            .orElseThrow(() -> ProblemCode.UNAVAILABLE.because("DATABASE_URL is not set"))
            .rows(new Wanted(studentId, classroomId, subject), before, most + 1);
    List<Row> page = found.subList(0, Math.min(most, found.size()));
    return new Page<>(
        page.stream().map(Row::entry).toList(),
        found.size() <= most
            ? Optional.empty()
            : Optional.of(String.valueOf(page.get(most - 1).id())));
  }

  private static long id(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw Problem.invalidField("cursor", "cursor takes the next_cursor of the last page")
          .exception();
    }
  }
}
