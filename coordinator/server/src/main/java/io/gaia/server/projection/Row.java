package io.gaia.server.projection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A row of a table.
 *
 * @param id of its entity, as in {@link io.gaia.core.model.Change#id}
 * @param json an object with a field for each column, under the column's name; fields that are no
 *     column are passed over, and a column without a field is null
 */
public record Row(String id, String json) {
  private static final String ZERO = "\\u0000";
  private static final String REPLACEMENT = "\\ufffd";

  /** Equal rows have equal digests; it is stored beside the row. */
  long digest() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The object with its digest. */
  String digestedJson() {
    return "{\"row_digest\":" + digest() + "," + json.substring(1);
  }

  /** The same without the one character that PostgreSQL's texts cannot hold. */
  String storableJson() {
    return digestedJson().replace(ZERO, REPLACEMENT);
  }
}
