package io.gaia.server.replication;

import io.gaia.server.config.RaftSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/** This process's member of the Raft group. Thread safe. */
final class RaftNode implements EntryLog, AutoCloseable {
  /** Ratis answers a request it could not serve within this time with an error. */
  private static final long ADMIN_TIMEOUT_MS = 10_000;

  /** What joins gets a snapshot and the log after it meanwhile. */
  private static final long MEMBERS_TIMEOUT_S = 50;

  private final Group group;
  private final ReplicatedStateMachine stateMachine;
  // a node that waits learns it from the group that adds it
  private volatile RaftGroupId groupId;
  private final RaftServer server;
  private final ClientId clientId = ClientId.randomId();
  private final AtomicLong nextCallId = new AtomicLong(1);
  private final Transport transport;
  private final CommitNews news = new CommitNews();
  private final RaftClient toOthers;
  // giving up a connection may take a while, and those who report a failure serve others, too
  private final ExecutorService reconnecting =
      Executors.newSingleThreadExecutor(task -> daemon(task, "reconnecting"));
  private final PeerThreads toPeers = new PeerThreads(ADMIN_TIMEOUT_MS);
  private final Invitation invitation;

  RaftNode(
      Group group,
      RaftSettings raft,
      LogSizes sizes,
      Transport transport,
      ReplicatedStateMachine stateMachine)
      throws IOException {
    Files.createDirectories(group.directory());
    TornTail.cutOff(group.directory());
    // a killed process left it there, and Ratis takes what it reads at the start for synced: this
    // node would vote for what a power cut takes back
    PageCache.flush(group.directory());
    GroupIds.clearWaiting(group.directory());
    this.group = group;
    this.transport = transport;
    this.stateMachine = stateMachine;
    groupId = group.id();
    RaftProperties properties = RatisProperties.of(group, raft, sizes, transport);
    toOthers =
        RaftClient.newBuilder()
            .setClientId(clientId)
            .setRaftGroup(group.knownAtStart())
            .setProperties(properties)
            .setParameters(news.addTo(transport.parameters()))
            .setRetryPolicy(RetryPolicies.noRetry())
            .build();
    invitation = new Invitation(toOthers.getClientRpc(), clientId, nextCallId::getAndIncrement);
    server =
        RaftServer.newBuilder()
            .setServerId(group.self())
            .setGroup(group.raftGroup())
            .setStateMachineRegistry(
                id -> GroupIds.isWaiting(id) ? new BaseStateMachine() : stateMachine)
            .setProperties(properties)
            .setParameters(news.addTo(transport.parameters()))
            .setOption(RaftStorage.StartupOption.RECOVER)
            .build();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  void start() throws IOException {
    server.start();
  }

  @Override
  public CompletableFuture<RaftClientReply> append(Message entry) {
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(clientId)
            .setServerId(group.self())
            .setGroupId(groupId())
            .setCallId(nextCallId.getAndIncrement())
            .setMessage(entry)
            .setType(RaftClientRequest.writeRequestType())
            .build();
    try {
      return server.submitClientRequestAsync(request);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Makes those the members. Blocks until what joins has caught up and the change is committed.
   *
   * @return why not; empty when it is done
   */
  String changeMembers(List<RaftPeer> members) {
    SetConfigurationRequest request =
        new SetConfigurationRequest(
            clientId,
            group.self(),
            groupId(),
            nextCallId.getAndIncrement(),
            SetConfigurationRequest.Arguments.newBuilder()
                .setServersInCurrentConf(List.copyOf(division().getRaftConf().getCurrentPeers()))
                .setServersInNewConf(members)
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .build());
    try {
      RaftClientReply reply =
          server.setConfigurationAsync(request).get(MEMBERS_TIMEOUT_S, TimeUnit.SECONDS);
      return reply.isSuccess() ? "" : String.valueOf(reply.getException());
    } catch (TimeoutException e) {
      return "not done within %d s, and it goes on: look at the members"
          .formatted(MEMBERS_TIMEOUT_S);
    } catch (IOException | ExecutionException e) {
      return "not done: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "this node stops";
    }
  }

  /**
   * Invites a node that waits to be added; the next step is to make it a member.
   *
   * @return why it must not be
   */
  Optional<String> invite(RaftPeer peer) {
    return invitation.send(
        peer,
        RaftGroup.valueOf(groupId(), division().getRaftConf().getCurrentPeers()),
        stateMachine.formats().agreed());
  }

  @Override
  public void tellCommitted() {
    news.tell();
  }

  private CompletableFuture<RaftClientReply> send(RaftPeerId peer, RaftClientRequest request) {
    CompletableFuture<RaftClientReply> sent;
    try {
      sent = transport.send(toOthers.getClientRpc(), request);
    } catch (RuntimeException e) {
      sent = CompletableFuture.failedFuture(e);
    }
    return sent.whenComplete(
        (reply, failure) -> {
          if (failure != null && !reconnecting.isShutdown()) {
            reconnecting.execute(
                () -> toOthers.getClientRpc().handleException(peer, failure, true));
          }
        });
  }

  /** Has that node's state machine asked, whether it leads or not. */
  CompletableFuture<byte[]> ask(String nodeId, byte[] question) {
    RaftPeerId peer = RaftPeerId.valueOf(nodeId);
    // those that came later are in the log only
    Optional.ofNullable(division().getRaftConf().getPeer(peer))
        .ifPresent(known -> toOthers.getClientRpc().addRaftPeers(List.of(known)));
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(clientId)
            .setServerId(peer)
            .setGroupId(groupId())
            .setCallId(nextCallId.getAndIncrement())
            .setMessage(Message.valueOf(ByteString.copyFrom(question)))
            .setType(RaftClientRequest.staleReadRequestType(0))
            .build();
    return toPeers
        .send(peer, () -> send(peer, request))
        .thenApply(
            reply -> {
              if (!reply.isSuccess()) {
                throw new CompletionException(reply.getException());
              }
              return reply.getMessage().getContent().toByteArray();
            });
  }

  /** Who leads, as far as it is known here, unless it is this node. */
  Optional<String> otherLeader() {
    return Optional.ofNullable(division().getInfo().getLeaderId())
        .filter(leader -> !leader.equals(group.self()))
        .map(RaftPeerId::toString);
  }

  /** Also while it waits to be added to them. */
  boolean hasOthers() {
    return division().getRaftConf().getCurrentPeers().size() != 1;
  }

  /** Asks for a snapshot; completes with the index of the last durable one. */
  CompletableFuture<Long> snapshot() {
    SnapshotManagementRequest request =
        SnapshotManagementRequest.newCreate(
            clientId, group.self(), groupId(), nextCallId.getAndIncrement(), ADMIN_TIMEOUT_MS, 1);
    return server.snapshotManagementAsync(request).thenApply(RaftClientReply::getLogIndex);
  }

  /**
   * While it goes on Ratis refuses every entry.
   *
   * @param withinMs after which Ratis gives it up
   */
  CompletableFuture<RaftClientReply> transferLeadership(RaftPeerId newLeader, long withinMs) {
    TransferLeadershipRequest request =
        new TransferLeadershipRequest(
            clientId, group.self(), groupId(), nextCallId.getAndIncrement(), newLeader, withinMs);
    try {
      return server.transferLeadershipAsync(request);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  NodeStatus status() {
    RaftServer.Division division = division();
    DivisionInfo info = division.getInfo();
    List<NodeStatus.Peer> peers =
        division.getRaftConf().getCurrentPeers().stream()
            .sorted(Comparator.comparing(peer -> peer.getId().toString()))
            .map(
                peer ->
                    new NodeStatus.Peer(
                        peer.getId().toString(),
                        peer.getAddress(),
                        commit(division, peer),
                        Optional.empty()))
            .toList();
    return new NodeStatus(
        group.self().toString(),
        info.getCurrentRole().name().toLowerCase(Locale.ROOT),
        Optional.ofNullable(info.getLeaderId()).map(RaftPeerId::toString),
        info.getCurrentTerm(),
        peers,
        division.getRaftLog().getLastCommittedIndex(),
        info.getLastAppliedIndex(),
        stateMachine.formats());
  }

  String nodeId() {
    return group.self().toString();
  }

  /** The first entry that the log has: those before it were purged. */
  long logStart() {
    return division().getRaftLog().getStartIndex();
  }

  long term() {
    return division().getInfo().getCurrentTerm();
  }

  /** -1 while that peer's position is not known here. */
  private static long commit(RaftServer.Division division, RaftPeer peer) {
    return division.getCommitInfos().stream()
        .filter(info -> info.getServer().getId().equals(peer.getId().toByteString()))
        .mapToLong(info -> info.getCommitIndex())
        .findFirst()
        .orElse(-1);
  }

  /** True of a node with an empty disk that no group has taken in yet. */
  boolean waitsToBeAdded() {
    return GroupIds.isWaiting(groupId());
  }

  private RaftGroupId groupId() {
    if (GroupIds.isWaiting(groupId)) {
      for (RaftGroupId id : server.getGroupIds()) {
        groupId = GroupIds.isWaiting(id) ? groupId : id;
      }
    }
    return groupId;
  }

  private RaftServer.Division division() {
    try {
      return server.getDivision(groupId());
    } catch (IOException e) {
      throw new UncheckedIOException("the node has left its group", e);
    }
  }

  @Override
  public void close() throws IOException {
    toPeers.close();
    reconnecting.shutdownNow();
    invitation.close();
    toOthers.close();
    server.close();
  }
}
