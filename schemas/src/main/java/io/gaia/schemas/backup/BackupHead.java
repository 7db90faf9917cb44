package io.gaia.schemas.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The first line of a backup: which log entry it goes up to, and what the bytes of the state that
 * follow have to be.
 *
 * @param checksum MD5, in hexadecimal
 * @param length of the state in bytes
 */
public record BackupHead(long term, long index, String checksum, long length) {

  /** In a data directory: what a coordinator starts from that has no log yet. */
  public static final String TO_RESTORE = "restore.gaia";

  private static final String FORMAT = "gaia-backup-1";
  private static final int LONGEST = 256;

  /**
   * Reads the first line and nothing beyond it.
   *
   * @throws IOException when it is none
   */
  public static BackupHead read(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST; c = in.read()) {
      line.append((char) c);
    }
    String[] words = line.toString().split(" ", -1);
    if (words.length != 5 || !words[0].equals(FORMAT)) {
      throw new IOException("it does not begin as a backup does: " + FORMAT);
    }
    try {
      return new BackupHead(
          Long.parseLong(words[1]), Long.parseLong(words[2]), words[3], Long.parseLong(words[4]));
    } catch (NumberFormatException e) {
      throw new IOException("its first line is spoiled", e);
    }
  }

  /** The line as it stands in a file. */
  public byte[] bytes() {
    return "%s %d %d %s %d\n"
        .formatted(FORMAT, term, index, checksum, length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** What reads the state through it is to be given to {@link #requireWhole} afterwards. */
  public static DigestInputStream reading(InputStream state) {
    try {
      return new DigestInputStream(state, MessageDigest.getInstance("MD5"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /**
   * @param read the state, from its first byte to its last
   * @throws IOException when it is not what was backed up
   */
  public void requireWhole(DigestInputStream read, long bytes) throws IOException {
    if (bytes != length) {
      throw new IOException("it has %d bytes of %d".formatted(bytes, length));
    }
    if (!HexFormat.of().formatHex(read.getMessageDigest().digest()).equals(checksum)) {
      throw new IOException("its checksum differs");
    }
  }
}
