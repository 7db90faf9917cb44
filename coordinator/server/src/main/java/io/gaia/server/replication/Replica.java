package io.gaia.server.replication;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.ratis.protocol.Message;

/** What the log is applied to. One thread applies; an image may be written by another. */
interface Replica {

  /** The door: what cannot be read here never enters the log. */
  Entry decode(byte[] entry) throws RecordRefused;

  /**
   * @param index of the entry in the log; what throws here stops the node, because another replica
   *     may have come to another state
   * @return what the submitter gets
   */
  Message apply(Entry entry, long index);

  /**
   * The state as it is now, to be written while more entries are applied.
   *
   * @param index of the last entry, which may be one of Ratis' own, after the last that was applied
   *     here
   */
  Image capture(long index);

  /**
   * Replaces the state by a written image.
   *
   * @param index entries up to it are in the image, or were never applied anywhere
   */
  void restore(InputStream in, long index) throws IOException;

  /** Back to the state before the first entry. */
  void clear();

  /** Which versions of what is written there are. */
  NodeStatus.Formats formats();

  /** A readable log entry. */
  interface Entry {}

  /** An immutable state that can be written. */
  interface Image {
    void writeTo(OutputStream out) throws IOException;
  }

  /** An entry that must not enter the log. */
  final class RecordRefused extends Exception {
    RecordRefused(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
