package io.gaia.server.replication;

import io.gaia.core.ApplyResult;
import io.gaia.core.Batch;
import io.gaia.core.Coordination;
import io.gaia.core.StateImage;
import io.gaia.core.View;
import io.gaia.server.replication.wire.RecordCodec.MalformedRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/** The coordination state of this node. Ratis' applying thread writes; anyone reads views. */
final class CoordinationReplica implements Replica {
  /** Bounds what one log entry can do to memory and to the latency of its neighbours. */
  static final int MAX_ENTRY_BYTES = 1024 * 1024;

  private final List<AppliedListener> listeners = new CopyOnWriteArrayList<>();
  private final KnownFormat known;
  private volatile Coordination coordination = Coordination.empty();

  CoordinationReplica(KnownFormat known) {
    this.known = known;
  }

  /** What an applied entry answers, in this process only. */
  record Answer(ApplyResult result, View view) implements Message {
    /** What became of the command at that place in the entry. */
    Applied at(int place) {
      return new Applied(result.replies().get(place), result.mentioned().get(place), view, place);
    }

    @Override
    public ByteString getContent() {
      return ByteString.EMPTY;
    }
  }

  void addListener(AppliedListener listener) {
    listeners.add(listener);
  }

  /** The state after the last entry applied here. */
  View view() {
    return coordination.view();
  }

  /** When, in state time, something happens by itself; absent if nothing will. */
  OptionalLong nextDeadlineMs() {
    return coordination.nextDeadline();
  }

  @Override
  public Entry decode(byte[] entry) throws RecordRefused {
    if (entry.length > MAX_ENTRY_BYTES) {
      throw new RecordRefused(
          "an entry takes at most " + MAX_ENTRY_BYTES + " bytes, not " + entry.length, null);
    }
    try {
      return Proposal.decoded(
          FormatMark.isAt(entry) ? marked(entry) : LogCodecs.BATCH.decode(entry));
    } catch (MalformedRecord | IOException e) {
      throw new RecordRefused(e.getMessage(), e);
    }
  }

  private Batch marked(byte[] entry) throws IOException {
    InputStream in = new ByteArrayInputStream(entry);
    known.require(FormatMark.read(in), "a log entry");
    return LogCodecs.BATCH.readFrom(in);
  }

  @Override
  public Message apply(Entry entry, long index) {
    Batch batch = ((Proposal) entry).batch();
    ApplyResult result = coordination.apply(batch, index);
    View applied = coordination.view();
    listeners.forEach(listener -> listener.applied(result, applied));
    return new Answer(result, applied);
  }

  @Override
  public Image capture(long index) {
    StateImage image = coordination.snapshot();
    return out -> {
      for (AppliedListener listener : listeners) {
        listener.awaitDurable(index);
      }
      FormatMark.write(image.counters().formatVersion(), out);
      LogCodecs.STATE_IMAGE.writeTo(out, image);
    };
  }

  @Override
  public void restore(InputStream in, long index) throws IOException {
    known.require(FormatMark.read(in), "the snapshot at entry " + index);
    replaceBy(Coordination.restore(LogCodecs.STATE_IMAGE.readFrom(in)), index);
  }

  @Override
  public NodeStatus.Formats formats() {
    return new NodeStatus.Formats(view().formatVersion(), known.highest());
  }

  @Override
  public void clear() {
    replaceBy(Coordination.empty(), 0);
  }

  private void replaceBy(Coordination other, long index) {
    coordination = other;
    View view = other.view();
    listeners.forEach(listener -> listener.restored(view, index));
  }
}
