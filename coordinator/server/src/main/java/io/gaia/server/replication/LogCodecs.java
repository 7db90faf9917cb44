package io.gaia.server.replication;

import com.google.protobuf.Descriptors.Descriptor;
import io.gaia.core.Batch;
import io.gaia.core.Request;
import io.gaia.core.StateImage;
import io.gaia.schemas.raft.RaftProto;
import io.gaia.server.replication.wire.RecordCodec;

/** The codecs of what {@code raft.proto} describes. */
final class LogCodecs {
  static final RecordCodec<Batch> BATCH = of(Batch.class);
  static final RecordCodec<Request> REQUEST = of(Request.class);
  static final RecordCodec<StateImage> STATE_IMAGE = of(StateImage.class);

  private LogCodecs() {}

  /** The message of the record's name. */
  static <T extends Record> RecordCodec<T> of(Class<T> type) {
    Descriptor message = RaftProto.getDescriptor().findMessageTypeByName(type.getSimpleName());
    return RecordCodec.of(type, message);
  }
}
