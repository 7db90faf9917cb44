package io.gaia.server.live;

import io.dropwizard.auth.Auth;
import io.gaia.server.auth.Caller;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Gives out one-time tickets for {@code /ws}. */
@Path("/tickets")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public final class TicketResource {

  private final Tickets tickets;

  public TicketResource(Tickets tickets) {
    this.tickets = tickets;
  }

  @POST
  @ApiResponse(
      responseCode = "201",
      description = "A ticket, good for one connection",
      content = @Content(schema = @Schema(implementation = Tickets.Ticket.class)))
  public Response make(@Auth Caller caller) {
    return Response.status(Response.Status.CREATED).entity(tickets.issue(caller)).build();
  }
}
