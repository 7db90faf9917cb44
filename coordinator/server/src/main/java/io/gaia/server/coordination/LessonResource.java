package io.gaia.server.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.auth.Auth;
import io.gaia.core.Reply;
import io.gaia.core.View;
import io.gaia.core.command.LessonCommand.CreateLesson;
import io.gaia.core.command.LessonCommand.UpdateLesson;
import io.gaia.core.model.Lesson;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.coordination.CommandDesk.Done;
import io.gaia.server.http.Page;
import io.gaia.server.http.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Lessons: what tasks are grouped by. */
@Path("/lessons")
@Tag(name = "lessons")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMINS, Role.AGENTS})
public final class LessonResource {
  private final CommandDesk desk;

  LessonResource(CommandDesk desk) {
    this.desk = desk;
  }

  /**
   * A new lesson.
   *
   * @param title the id if absent
   * @param priority of its tasks that name none, 0 to 9; 0 if absent
   */
  public record NewLesson(
      Optional<String> id,
      Optional<String> title,
      Optional<Integer> priority,
      Optional<JsonNode> metadata) {}

  @POST
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Make a lesson")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = LessonJson.class)))
  @ApiResponse(
      responseCode = "200",
      description = "It was there already",
      content = @Content(schema = @Schema(implementation = LessonJson.class)))
  public Response create(
      @Auth Caller caller,
      @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey,
      @NotNull(message = "is needed") NewLesson body) {
    String id = Fields.required("id", body.id());
    Done<Reply.Changed> done =
        desk.ask(
            Reply.Changed.class,
            CommandDesk.requestId(caller, idempotencyKey),
            new CreateLesson(
                id,
                body.title().orElse(id),
                body.priority().orElse(0),
                Fields.object("metadata", body.metadata())));
    return Response.status(done.reply().changed() ? Response.Status.CREATED : Response.Status.OK)
        .entity(LessonJson.of(done.lesson(id)))
        .build();
  }

  @GET
  @Operation(summary = "List lessons")
  public Page<LessonJson> list(
      @QueryParam("limit") Optional<Integer> limit,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("consistency") Optional<String> consistency) {
    return Page.of(
        Filtered.of(
            desk.view(consistency).lessons(),
            lesson -> lesson.id().compareTo(cursor.orElse("")) >= 0),
        Page.limit(limit),
        Lesson::id,
        LessonJson::of);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Look at a lesson")
  public LessonJson get(
      @PathParam("id") String id, @QueryParam("consistency") Optional<String> consistency) {
    return json(desk.view(consistency), id);
  }

  /** What is to change; what is absent stays. */
  public record LessonChange(
      Optional<String> title,
      Optional<Integer> priority,
      Optional<Boolean> paused,
      Optional<JsonNode> metadata) {}

  @PATCH
  @Path("/{id}")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Change a lesson; paused, none of its tasks is handed out")
  public LessonJson update(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey,
      @NotNull(message = "is needed") LessonChange body) {
    Done<Reply.Changed> done =
        desk.ask(
            Reply.Changed.class,
            CommandDesk.requestId(caller, idempotencyKey),
            new UpdateLesson(
                id,
                body.title(),
                Fields.count(body.priority()),
                body.paused(),
                body.metadata()
                    .filter(json -> !json.isNull())
                    .map(json -> Fields.object("metadata", Optional.of(json)))));
    return LessonJson.of(done.lesson(id));
  }

  private static LessonJson json(View view, String id) {
    return LessonJson.of(
        view.lesson(id)
            .orElseThrow(() -> ProblemCode.NOT_FOUND.because("There is no lesson " + id)));
  }
}
