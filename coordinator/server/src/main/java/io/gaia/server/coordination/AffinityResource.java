package io.gaia.server.coordination;

import io.dropwizard.auth.Auth;
import io.gaia.core.Reply;
import io.gaia.core.command.LessonCommand.RemoveAffinity;
import io.gaia.core.command.LessonCommand.SetAffinity;
import io.gaia.core.model.Affinity;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** How close sessions are to lessons: the lesson's tasks come to them first. */
@Path("/sessions/{id}/affinities")
@Tag(name = "lessons")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMINS, Role.AGENTS})
public final class AffinityResource {
  private final CommandDesk desk;

  AffinityResource(CommandDesk desk) {
    this.desk = desk;
  }

  /**
   * How close.
   *
   * @param score 0 to 100
   * @param timeWindow always if absent
   */
  public record AffinityBody(Optional<Integer> score, Optional<TimeWindowJson> timeWindow) {}

  @PUT
  @Path("/{lesson_id}")
  @Operation(summary = "Make or replace an affinity")
  public AffinityJson set(
      @Auth Caller caller,
      @PathParam("id") String id,
      @PathParam("lesson_id") String lessonId,
      @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey,
      @NotNull(message = "is needed") AffinityBody body) {
    Access.toSession(caller, desk, id);
    int score = Fields.required("score", body.score());
    Affinity affinity =
        new Affinity(
            id, lessonId, score, body.timeWindow().map(window -> window.toWindow("time_window")));
    desk.ask(Reply.class, CommandDesk.requestId(caller, idempotencyKey), new SetAffinity(affinity));
    return AffinityJson.of(affinity);
  }

  @GET
  @Operation(summary = "List a session's affinities")
  public Page<AffinityJson> list(
      @PathParam("id") String id, @QueryParam("consistency") Optional<String> consistency) {
    return new Page<>(
        desk.view(consistency).affinities(id).stream().map(AffinityJson::of).toList(),
        Optional.empty());
  }

  @DELETE
  @Path("/{lesson_id}")
  @Operation(summary = "Remove an affinity")
  public void remove(
      @Auth Caller caller,
      @PathParam("id") String id,
      @PathParam("lesson_id") String lessonId,
      @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey) {
    Access.toSession(caller, desk, id);
    desk.ask(
        Reply.class,
        CommandDesk.requestId(caller, idempotencyKey),
        new RemoveAffinity(id, lessonId));
  }
}
