package io.gaia.server.coordination;

import io.dropwizard.auth.Auth;
import io.gaia.core.QueueCounts;
import io.gaia.core.Reply;
import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.PauseQueue;
import io.gaia.core.command.ClusterCommand.ResumeQueue;
import io.gaia.core.command.Command;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The queue as a whole. */
@Path("/queue")
@Tag(name = "tasks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMINS, Role.AGENTS})
public final class QueueResource {
  private final CommandDesk desk;
  private final TaskRates rates;
  private final ClaimWaits waits;

  QueueResource(CommandDesk desk, TaskRates rates, ClaimWaits waits) {
    this.desk = desk;
    this.rates = rates;
    this.waits = waits;
  }

  /**
   * The queue.
   *
   * @param counts tasks by status
   * @param oldestAgeSeconds of the pending task that was enqueued first; absent when none is
   *     pending
   * @param waitingClaims requests on this node that wait for work
   * @param perSecond averages over about a minute, on this node
   */
  public record Queue(
      boolean paused,
      Map<String, Long> counts,
      Optional<Double> oldestAgeSeconds,
      int waitingClaims,
      TaskRates.PerSecond perSecond) {}

  @GET
  @Operation(summary = "Counts by status, the oldest task's age, rates")
  public Queue get(@QueryParam("consistency") Optional<String> consistency) {
    return json(desk.view(consistency));
  }

  @POST
  @Path("/pause")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Hand out no task")
  public Queue pause(
      @Auth Caller caller, @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey) {
    return change(caller, idempotencyKey, new PauseQueue());
  }

  @POST
  @Path("/resume")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Hand out tasks again")
  public Queue resume(
      @Auth Caller caller, @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey) {
    return change(caller, idempotencyKey, new ResumeQueue());
  }

  private Queue change(Caller caller, Optional<String> idempotencyKey, Command command) {
    return json(
        desk.ask(Reply.class, CommandDesk.requestId(caller, idempotencyKey), command).view());
  }

  private Queue json(View view) {
    QueueCounts queue = view.queue();
    Map<String, Long> counts = new LinkedHashMap<>();
    queue.byStatus().forEach((status, count) -> counts.put(status.wireName(), count));
    return new Queue(
        queue.paused(),
        counts,
        queue.oldestPendingAtMs().stream()
            .mapToObj(enqueuedMs -> (view.nowMs() - enqueuedMs) / 1000.0)
            .findFirst(),
        waits.size(),
        rates.perSecond());
  }
}
