package io.gaia.server.replication;

import com.google.protobuf.CodedOutputStream;
import io.gaia.core.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** A batch on its way into the log, with its bytes: the node that proposes it need not decode. */
final class Proposal implements Message, Replica.Entry {
  private final Batch batch;
  private final ByteString content;

  private Proposal(Batch batch, ByteString content) {
    this.batch = batch;
    this.content = content;
  }

  /**
   * @param encodedRequests the batch's requests, encoded, in order
   */
  static Proposal of(Batch batch, List<byte[]> encodedRequests) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeInt64(
          io.gaia.schemas.raft.RaftProto.Batch.LEADER_TIME_MS_FIELD_NUMBER, batch.leaderTimeMs());
      for (byte[] request : encodedRequests) {
        out.writeByteArray(io.gaia.schemas.raft.RaftProto.Batch.REQUESTS_FIELD_NUMBER, request);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return new Proposal(batch, UnsafeByteOperations.unsafeWrap(bytes.toByteArray()));
  }

  static Proposal decoded(Batch batch) {
    return new Proposal(batch, ByteString.EMPTY);
  }

  Batch batch() {
    return batch;
  }

  @Override
  public ByteString getContent() {
    return content;
  }
}
