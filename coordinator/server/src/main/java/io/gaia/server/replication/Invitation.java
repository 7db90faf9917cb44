package io.gaia.server.replication;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupInfoReply;
import org.apache.ratis.protocol.GroupInfoRequest;
import org.apache.ratis.protocol.GroupListReply;
import org.apache.ratis.protocol.GroupListRequest;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/** Tells a node that waits to be added which group wants it, and sees whether it fits. */
final class Invitation implements AutoCloseable {
  /** A node that waits answers at once. */
  private static final long TIMEOUT_MS = 4_000;

  private final RaftClientRpc rpc;
  private final ClientId clientId;
  private final LongSupplier nextCallId;
  private final ExecutorService reaching =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "reaching-newcomer");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param nextCallId never gives the same number for the same {@code rpc}
   */
  Invitation(RaftClientRpc rpc, ClientId clientId, LongSupplier nextCallId) {
    this.rpc = rpc;
    this.clientId = clientId;
    this.nextCallId = nextCallId;
  }

  /**
   * The node has to run, to know what the log may hold, and to wait with an empty one, or with this
   * group's own from when it was nearly added.
   *
   * @param group with its members
   * @param agreedFormat version of the group's log
   * @return why it does not fit; empty when it knows the group now
   */
  Optional<String> send(RaftPeer to, RaftGroup group, int agreedFormat) {
    rpc.addRaftPeers(List.of(to));
    RaftPeerId id = to.getId();
    RaftGroupId ours = group.getGroupId();
    try {
      List<RaftGroupId> its = groupsOf(id, ours);
      OptionalInt known = GroupIds.knownBy(its);
      if (known.isPresent() && known.getAsInt() < agreedFormat) {
        return Optional.of(
            "%s knows format version %d, and the log of this group is of %d: start it with the build that the others run"
                .formatted(to.getAddress(), known.getAsInt(), agreedFormat));
      }
      boolean isWaiting = known.isPresent() && its.size() == 1;
      if (isWaiting) {
        RaftGroup nobodyYet = RaftGroup.valueOf(ours);
        RaftClientReply reply =
            ask(GroupManagementRequest.newAdd(clientId, id, nextCallId.getAsLong(), nobodyYet));
        return reply.isSuccess()
            ? Optional.empty()
            : Optional.of("%s: %s".formatted(to.getAddress(), reply.getException()));
      }
      return its.contains(ours) && isOf(group, id)
          ? Optional.empty()
          : Optional.of(
              "%s has other members already: to be added a node starts with an empty directory and"
                      .formatted(to.getAddress())
                  + " CLUSTER_BOOTSTRAP=false");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("this node stops");
    } catch (ExecutionException | TimeoutException e) {
      rpc.handleException(id, e, true);
      return Optional.of(
          "%s does not answer as a node that waits to be added: start it with CLUSTER_BOOTSTRAP=false"
                  .formatted(to.getAddress())
              + " and CLUSTER_ADVERTISE_ADDR="
              + to.getAddress());
    }
  }

  private List<RaftGroupId> groupsOf(RaftPeerId id, RaftGroupId ours)
      throws InterruptedException, ExecutionException, TimeoutException {
    RaftClientReply reply = ask(new GroupListRequest(clientId, id, ours, nextCallId.getAsLong()));
    return reply instanceof GroupListReply list ? list.getGroupIds() : List.of();
  }

  private boolean isOf(RaftGroup group, RaftPeerId id)
      throws InterruptedException, ExecutionException, TimeoutException {
    RaftClientReply reply =
        ask(new GroupInfoRequest(clientId, id, group.getGroupId(), nextCallId.getAsLong()));
    return reply instanceof GroupInfoReply info
        && group.getPeers().containsAll(info.getGroup().getPeers());
  }

  /** A connection that cannot be made is tried for longer by gRPC. */
  private RaftClientReply ask(RaftClientRequest request)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<RaftClientReply> asked = new CompletableFuture<>();
    reaching.execute(
        () -> {
          try {
            asked.complete(rpc.sendRequest(request));
          } catch (IOException | RuntimeException e) {
            asked.completeExceptionally(e);
          }
        });
    return asked.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    reaching.shutdownNow();
  }
}
