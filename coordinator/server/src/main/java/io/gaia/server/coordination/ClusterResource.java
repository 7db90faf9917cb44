package io.gaia.server.coordination;

import io.gaia.server.auth.Role;
import io.gaia.server.config.HostPort;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.replication.Backup;
import io.gaia.server.replication.CoordinationNode;
import io.gaia.server.replication.Membership;
import io.gaia.server.replication.NodeStatus;
import io.gaia.server.replication.UnavailableException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
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
   * @param peers every member, the asked one among them; none while it waits to be added
   * @param formatVersion of log entries and snapshots: what every member can read
   */
  public record Cluster(
      String nodeId,
      String role,
      Optional<String> leader,
      long term,
      List<Peer> peers,
      long commitIndex,
      long appliedIndex,
      int formatVersion) {}

  /**
   * A member, as it says itself.
   *
   * @param address where the others reach it
   * @param reachable whether it answered within half a second; what follows is absent if not
   * @param commitIndex of one that does not answer as far as it is known; -1 if it is not
   * @param lag committed entries that it has not applied yet
   * @param formatVersionKnown the highest that its build can read
   */
  public record Peer(
      String id,
      String address,
      boolean reachable,
      Optional<String> role,
      Optional<Long> term,
      long commitIndex,
      Optional<Long> appliedIndex,
      Optional<Long> lag,
      Optional<Integer> formatVersionKnown) {}

  @GET
  @Operation(summary = "Leader, term, and of every member role, log positions and lag")
  public Cluster get() {
    return cluster(await(node.statusOfAll()));
  }

  private static Cluster cluster(NodeStatus status) {
    return new Cluster(
        status.nodeId(),
        status.role(),
        status.leader(),
        status.term(),
        status.peers().stream().map(peer -> peer(status, peer)).toList(),
        status.commitIndex(),
        status.appliedIndex(),
        status.formats().agreed());
  }

  private static Peer peer(NodeStatus status, NodeStatus.Peer peer) {
    Optional<NodeStatus.Position> said = peer.position();
    return new Peer(
        peer.id(),
        peer.address(),
        said.isPresent(),
        said.map(NodeStatus.Position::role),
        said.map(NodeStatus.Position::term),
        peer.commitIndex(),
        said.map(NodeStatus.Position::appliedIndex),
        status.behind(peer),
        said.map(NodeStatus.Position::formatVersionKnown));
  }

  /**
   * A node that waits to be added: it was started with an empty directory and {@code
   * CLUSTER_BOOTSTRAP=false}.
   *
   * @param address where the others reach its Raft port
   * @param replaces the id of a member that leaves in the same step
   */
  public record NewPeer(Optional<String> address, Optional<String> replaces) {}

  @POST
  @Path("/peers")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Add a node, or replace one; returns when it has what the others have")
  public Cluster add(@NotNull(message = "is needed") NewPeer body) {
    HostPort address = address(Fields.required("address", body.address()));
    changed(
        () -> {
          if (body.replaces().isPresent()) {
            node.membership().replace(body.replaces().get(), address);
          } else {
            node.membership().add(address);
          }
        });
    return get();
  }

  @DELETE
  @Path("/peers/{id}")
  @RolesAllowed(Role.ADMINS)
  @Operation(summary = "Take a node out of the group")
  public void remove(@PathParam("id") String id) {
    if (node.status().peers().stream().noneMatch(peer -> peer.id().equals(id))) {
      throw ProblemCode.NOT_FOUND.because("There is no member " + id);
    }
    changed(() -> node.membership().remove(id));
  }

  private static HostPort address(String text) {
    try {
      return HostPort.parse(text);
    } catch (IllegalArgumentException e) {
      throw Problem.invalidField("address", "address takes host:port").exception();
    }
  }

  private static void changed(Runnable change) {
    try {
      change.run();
    } catch (Membership.Refused e) {
      throw ProblemCode.WRONG_STATE.because(e.getMessage());
    } catch (UnavailableException e) {
      throw ProblemCode.UNAVAILABLE.because(e.getMessage());
    }
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

  @GET
  @Path("/backup")
  @RolesAllowed(Role.ADMINS)
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      summary = "The state as it is now, to be kept elsewhere; gaia cluster restore takes it")
  public Response backup() {
    Backup backup = await(node.backup());
    StreamingOutput out = backup::writeTo;
    return Response.ok(out)
        .header(
            "Content-Disposition",
            "attachment; filename=\"gaia-%d.backup\"".formatted(backup.index()))
        .build();
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
