package io.gaia.server.replication;

import com.google.protobuf.CodedOutputStream;
import io.gaia.core.Batch;
import io.gaia.core.Request;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
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
   * @param agreedFormat the version that the log has come to; the entry that raises it is of the
   *     higher one already
   * @param encodedRequests the batch's requests, encoded, in order
   */
  static Proposal of(int agreedFormat, Batch batch, List<byte[]> encodedRequests) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      FormatMark.write(format(agreedFormat, batch), out);
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

  private static int format(int agreed, Batch batch) {
    int format = agreed;
    for (Request request : batch.requests()) {
      if (request.command() instanceof RaiseFormat raise) {
        format = Math.max(format, raise.formatVersion());
      }
    }
    return format;
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
