package io.gaia.server.coordination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.auth.Auth;
import io.gaia.core.Reply;
import io.gaia.core.TaskFilter;
import io.gaia.core.TaskPage;
import io.gaia.core.View;
import io.gaia.core.command.Command;
import io.gaia.core.command.TaskCommand.AssignTask;
import io.gaia.core.command.TaskCommand.CancelTask;
import io.gaia.core.command.TaskCommand.EnqueueTask;
import io.gaia.core.command.TaskCommand.RetryTask;
import io.gaia.core.model.TaskStatus;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.coordination.CommandDesk.Done;
import io.gaia.server.http.Page;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Tasks: enqueue, look at, and every step of their life. */
@Path("/tasks")
@Tag(name = "tasks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMINS, Role.AGENTS})
public final class TaskResource {
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final CommandDesk desk;
  private final TaskBatches batches;
  private final ObjectMapper mapper;

  TaskResource(CommandDesk desk, ObjectMapper mapper) {
    this.desk = desk;
    this.batches = new TaskBatches(desk);
    this.mapper = mapper;
  }

  @POST
  @Operation(
      summary = "Enqueue a task, or {tasks:[...]}",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      schema =
                          @Schema(oneOf = {TaskBodies.NewTask.class, TaskBodies.NewTasks.class}))))
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(oneOf = {TaskJson.class, TaskBatches.Outcome.class})))
  @ApiResponse(
      responseCode = "200",
      description = "It was made before",
      content = @Content(schema = @Schema(implementation = TaskJson.class)))
  public Response enqueue(
      @Auth Caller caller,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> idempotencyKey,
      @NotNull(message = "is needed") JsonNode body)
      throws JsonProcessingException {
    Optional<String> requestId = CommandDesk.requestId(caller, idempotencyKey);
    if (!body.isObject()) {
      throw Problem.invalidField("body", "The body takes a task or {\"tasks\":[...]}").exception();
    }
    if (body.has("tasks")) {
      TaskBodies.NewTasks many = mapper.treeToValue(body, TaskBodies.NewTasks.class);
      return Response.status(Response.Status.CREATED)
          .entity(batches.enqueue(requestId, many.checked()))
          .build();
    }
    EnqueueTask command = mapper.treeToValue(body, TaskBodies.NewTask.class).toCommand("");
    Done<Reply.Enqueued> done = desk.ask(Reply.Enqueued.class, requestId, command);
    return enqueued(command, done);
  }

  static Response enqueued(EnqueueTask command, Done<Reply.Enqueued> done) {
    boolean made = done.reply().taskId().equals(command.newId());
    return Response.status(made ? Response.Status.CREATED : Response.Status.OK)
        .entity(TaskJson.of(done.task(done.reply().taskId())))
        .build();
  }

  @GET
  @Operation(summary = "List tasks")
  public Page<TaskJson> list(
      @QueryParam("status") Optional<String> status,
      @QueryParam("lesson_id") Optional<String> lessonId,
      @QueryParam("session_id") Optional<String> sessionId,
      @QueryParam("limit") Optional<Integer> limit,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("consistency") Optional<String> consistency) {
    Optional<TaskStatus> wanted =
        status.map(name -> Fields.constant(TaskStatus.class, "status", name));
    TaskPage page =
        desk.view(consistency)
            .tasks(
                new TaskFilter(wanted, lessonId, sessionId), position(cursor), Page.limit(limit));
    return new Page<>(
        page.tasks().stream().map(TaskJson::of).toList(),
        page.next().stream().mapToObj(Long::toString).findFirst());
  }

  private static long position(Optional<String> cursor) {
    try {
      return cursor.map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException e) {
      throw Problem.invalidField("cursor", "cursor takes the next_cursor of the part before")
          .exception();
    }
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Look at a task")
  public TaskJson get(
      @PathParam("id") String id, @QueryParam("consistency") Optional<String> consistency) {
    return json(desk.view(consistency), id);
  }

  @POST
  @Path("/{id}/start")
  @Operation(summary = "Say that work on the claim began")
  public TaskJson start(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key,
      @NotNull(message = "is needed") TaskBodies.HeldBody body) {
    return change(caller, key, id, body);
  }

  @POST
  @Path("/{id}/complete")
  @Operation(summary = "The good end of a task")
  public TaskJson complete(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key,
      @NotNull(message = "is needed") TaskBodies.CompleteBody body) {
    return change(caller, key, id, body);
  }

  @POST
  @Path("/complete")
  @Operation(summary = "The good end of up to 1000 tasks")
  public TaskBatches.Outcome completeMany(
      @Auth Caller caller,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key,
      @NotNull(message = "is needed") TaskBodies.CompleteItems body) {
    return batches.complete(
        caller, CommandDesk.requestId(caller, key), Fields.required("items", body.items()));
  }

  @POST
  @Path("/{id}/fail")
  @Operation(summary = "An attempt failed")
  public TaskJson fail(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key,
      @NotNull(message = "is needed") TaskBodies.FailBody body) {
    return change(caller, key, id, body);
  }

  @POST
  @Path("/{id}/extend")
  @Operation(summary = "Make the claim end later")
  public TaskJson extend(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key,
      @NotNull(message = "is needed") TaskBodies.ExtendBody body) {
    return change(caller, key, id, body);
  }

  @POST
  @Path("/{id}/release")
  @Operation(summary = "Give the task back without spending an attempt")
  public TaskJson release(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key,
      @NotNull(message = "is needed") TaskBodies.ReleaseBody body) {
    return change(caller, key, id, body);
  }

  @POST
  @Path("/{id}/cancel")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "End a waiting task; ask the session of a running one to stop")
  public TaskJson cancel(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key,
      Optional<TaskBodies.CancelBody> body) {
    String reason = body.flatMap(TaskBodies.CancelBody::reason).orElse("cancelled");
    return change(caller, key, id, new CancelTask(id, reason));
  }

  @POST
  @Path("/{id}/retry")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Replay a failed or cancelled task with fresh attempts")
  public TaskJson retry(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key) {
    return change(caller, key, id, new RetryTask(id));
  }

  @POST
  @Path("/retry")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Replay the dead letters that match")
  public TaskBatches.Outcome retryMany(
      @Auth Caller caller,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key,
      Optional<TaskBodies.RetryFilter> filter) {
    return batches.retry(CommandDesk.requestId(caller, key), filter);
  }

  @POST
  @Path("/{id}/assign")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Give a waiting task to a session that did not ask")
  public TaskJson assign(
      @Auth Caller caller,
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key,
      @NotNull(message = "is needed") TaskBodies.AssignBody body) {
    return change(
        caller, key, id, new AssignTask(id, Fields.required("session_id", body.sessionId())));
  }

  private TaskJson change(Caller caller, Optional<String> key, String id, Command command) {
    Done<Reply> done = desk.ask(Reply.class, CommandDesk.requestId(caller, key), command);
    return TaskJson.of(done.task(id));
  }

  private TaskJson change(Caller caller, Optional<String> key, String id, TaskBodies.OfClaim body) {
    Access.toSession(caller, desk, Fields.required("session_id", body.sessionId()));
    return change(caller, key, id, body.toCommand(id));
  }

  static TaskJson json(View view, String id) {
    return TaskJson.of(
        view.task(id).orElseThrow(() -> ProblemCode.NOT_FOUND.because("There is no task " + id)));
  }
}
