package io.gaia.server.live;

import io.dropwizard.auth.Auth;
import io.gaia.server.auth.Caller;
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
  public Response make(@Auth Caller caller) {
    return Response.status(Response.Status.CREATED).entity(tickets.issue(caller)).build();
  }
}
