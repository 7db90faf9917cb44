package io.gaia.server.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gaia.schemas.event.ErasedStudents;
import io.gaia.schemas.event.UsabilityMetric;
import io.gaia.server.auth.Role;
import io.gaia.server.collect.Collector.Outcome;
import io.gaia.server.collect.Collector.Rejection;
import io.gaia.server.collect.EventBody.Item;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.Switch;
import io.gaia.server.http.SwitchedBy;
import io.gaia.server.kafka.EventPublisher;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The HTTP way into Kafka for apps that cannot speak Kafka. */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.APPS, Role.ADMINS})
@SwitchedBy(Switch.USABILITY_METRICS)
@Tag(name = "events")
public final class EventsResource {

  private final Collector collector;

  /**
   * @param erased their events are refused
   */
  public EventsResource(EventPublisher publisher, ErasedStudents erased, InstantSource time) {
    this.collector = new Collector(publisher, erased, time);
  }

  /** What became of a request's events; Kafka has every one of them, taken or rejected. */
  public record Answer(int accepted, List<Rejection> rejected) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Send usability metrics and ratings, xAPI statements, Caliper envelopes",
      description =
          "A JSON array of events, one event, or (application/x-ndjson) one event a line; each may"
              + " be an xAPI statement or an envelope of Caliper events. Events"
              + " that are malformed are rejected one by one; the others are taken. Sending an"
              + " event_id again changes nothing.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      array =
                          @ArraySchema(schema = @Schema(implementation = UsabilityMetric.class)))))
  @ApiResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Answer.class)))
  @ApiResponse(responseCode = "400", description = "The body is not JSON; nothing was taken")
  @ApiResponse(responseCode = "413", description = "The body is over 4 MiB")
  @ApiResponse(
      responseCode = "503",
      description =
          "Kafka did not confirm the events at the positions in unconfirmed; send those again")
  public Response takeJson(InputStream body) throws IOException {
    byte[] bytes = body.readAllBytes();
    List<Item> items;
    try {
      items = EventBody.json(bytes);
    } catch (JsonProcessingException e) {
      String reason = "not JSON: " + e.getOriginalMessage();
      collector.keepUnreadable(bytes, reason);
      throw Problem.invalidField(
              "body",
              "The body takes a JSON array of events or one event (several, one a line, are"
                  + " application/x-ndjson), but is "
                  + reason
                  + "; nothing was taken")
          .exception();
    }
    return answer(collector.take(items));
  }

  @POST
  @Consumes({"application/x-ndjson", "application/ndjson"})
  @Operation(hidden = true)
  public Response takeLines(InputStream body) throws IOException {
    return answer(collector.take(EventBody.lines(body.readAllBytes())));
  }

  private static Response answer(Outcome outcome) {
    if (outcome.unconfirmed().isEmpty()) {
      return Response.accepted(new Answer(outcome.accepted(), outcome.rejected())).build();
    }
    return Problem.of(
            ProblemCode.UNAVAILABLE,
            "Kafka did not confirm "
                + outcome.unconfirmed().size()
                + " of the events ("
                + outcome.unconfirmed().get(outcome.unconfirmed().firstKey())
                + "); send those at the positions in unconfirmed again")
        .with(
            Map.of(
                "accepted", outcome.accepted(),
                "rejected", outcome.rejected(),
                "unconfirmed", outcome.unconfirmed().keySet()))
        .toResponse();
  }
}
