package io.gaia.server.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/** How {@link StreamServlet} is described among the routes; nobody calls it. */
@Path("/stream")
@Tag(name = "live")
@Produces("text/event-stream")
public interface StreamRoute {

  /** The frames of {@code /ws}, as server-sent events. */
  @GET
  @PermitAll
  @Operation(
      summary = "Events as they happen, as server-sent events",
      description =
          "The same frames as over /ws, described at /asyncapi.json: each is one data line, and its"
              + " id is what to go on from. Takes a bearer token, or ticket with an unused ticket.")
  @ApiResponse(
      responseCode = "200",
      description = "Frames without end",
      content = @Content(schema = @Schema(type = "string")))
  void stream(
      @Parameter(
              description =
                  "classroom:{id}, user:{id} or cluster; may be repeated. Those that the caller may"
                      + " not hear are answered with an error frame, or 403 when there is no other")
          @QueryParam("channel")
          List<String> channel,
      @Parameter(
              description =
                  "The cursor to go on from, 0 for all that is kept; once, or once for each"
                      + " channel. Without it, from now on")
          @QueryParam("after")
          List<String> after,
      @Parameter(description = "The last id that was read; goes before after")
          @HeaderParam("Last-Event-ID")
          String lastEventId,
      @Parameter(description = "From POST /tickets, instead of a token") @QueryParam("ticket")
          String ticket);
}
