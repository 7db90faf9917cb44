package io.gaia.server.live;

import com.codahale.metrics.Counter;
import io.dropwizard.auth.Auth;
import io.gaia.server.auth.Caller;
import io.gaia.server.http.ProblemCode;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Gives out one-time tickets for {@code /ws} and {@code /api/v1/stream}. */
@Path("/tickets")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public final class TicketResource {

  private final Tickets tickets;
  private final Counter refused;

  /**
   * @param refused counts those who asked too often
   */
  TicketResource(Tickets tickets, Counter refused) {
    this.tickets = tickets;
    this.refused = refused;
  }

  @POST
  @ApiResponse(
      responseCode = "201",
      description = "A ticket, good for one connection",
      content = @Content(schema = @Schema(implementation = Tickets.Ticket.class)))
  public Response make(@Auth Caller caller) {
    Tickets.Ticket ticket =
        tickets
            .issue(caller)
            .orElseThrow(
                () -> {
                  refused.inc();
                  return ProblemCode.TOO_MANY.because(
                      "One user takes at most " + tickets.perMinute() + " tickets a minute");
                });
    return Response.status(Response.Status.CREATED).entity(ticket).build();
  }
}
