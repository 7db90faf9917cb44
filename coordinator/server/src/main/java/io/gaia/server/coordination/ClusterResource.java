package io.gaia.server.coordination;

import io.gaia.server.auth.Role;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.replication.CoordinationNode;
import io.gaia.server.replication.NodeStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The nodes that replicate the coordination state. */
@Path("/cluster")
@Tag(name = "cluster")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMINS, Role.AGENTS})
public final class ClusterResource {
  private static final long TIMEOUT_SECONDS = 60;

  private final CoordinationNode node;

  ClusterResource(CoordinationNode node) {
    this.node = node;
  }

  /**
   * The group as the asked node sees it.
   *
   * @param leader absent while none is known
   */
  public record Cluster(
      String nodeId,
      String role,
      Optional<String> leader,
      long term,
      List<NodeStatus.Peer> peers,
      long commitIndex,
      long appliedIndex) {}

  @GET
  @Operation(summary = "Leader, term, peers, commit and applied index")
  public Cluster get() {
    NodeStatus status = node.status();
    return new Cluster(
        status.nodeId(),
        status.role(),
        status.leader(),
        status.term(),
        status.peers(),
        status.commitIndex(),
        status.appliedIndex());
  }

  /** Up to which log entry the newest durable snapshot goes. */
  public record Snapshot(long index) {}

  @POST
  @Path("/snapshot")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Write a snapshot now")
  public Snapshot snapshot() {
    return new Snapshot(await(node.snapshot()));
  }

  /** Who is to lead. */
  public record Transfer(Optional<String> nodeId) {}

  @POST
  @Path("/transfer")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Hand leadership to another node")
  public Cluster transfer(@NotNull(message = "is needed") Transfer body) {
    String target = Fields.required("node_id", body.nodeId());
    if (node.status().peers().stream().noneMatch(peer -> peer.id().equals(target))) {
      throw Problem.invalidField("node_id", "node_id takes the id of a peer").exception();
    }
    await(node.transferLeadership(target));
    return get();
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw ProblemCode.UNAVAILABLE.because("Not done in time; it may still be done");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemCode.UNAVAILABLE.because("The coordinator stops");
    } catch (ExecutionException e) {
      throw ProblemCode.UNAVAILABLE.because(e.getCause().getMessage());
    }
  }
}
