package io.gaia.server.replication;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Says of which format version a log entry or a snapshot is, before anything of it is read. What
 * has no mark is of the first. A mark begins with a byte that no message begins with, so a build
 * that has never heard of marks stops at it, too.
 */
final class FormatMark {
  private static final byte MARK = 0;

  private FormatMark() {}

  /** Stands before the message. */
  static void write(int version, CodedOutputStream out) throws IOException {
    if (version > RaiseFormat.FIRST) {
      out.writeRawByte(MARK);
      out.writeUInt32NoTag(version);
    }
  }

  static void write(int version, OutputStream stream) throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(stream);
    write(version, out);
    out.flush();
  }

  static boolean isAt(byte[] start) {
    return start.length > 0 && start[0] == MARK;
  }

  /**
   * Reads the version, and nothing beyond it.
   *
   * @param in knows {@link InputStream#mark}
   */
  static int read(InputStream in) throws IOException {
    in.mark(1);
    if (in.read() != MARK) {
      in.reset();
      return RaiseFormat.FIRST;
    }
    return CodedInputStream.readRawVarint32(in.read(), in);
  }
}
