package io.gaia.server.replication;

import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;

/** The replicated log, as the sequencer writes it. */
interface EntryLog {
  /**
   * Appends an entry, in the caller's thread. The future completes when it has been applied here;
   * an unsuccessful reply names the reason.
   */
  CompletableFuture<RaftClientReply> append(Message entry);

  /** Of a leader: followers hear what was applied here without waiting for the next entry. */
  void tellCommitted();
}
