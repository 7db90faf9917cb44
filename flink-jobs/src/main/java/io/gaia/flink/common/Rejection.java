package io.gaia.flink.common;

import io.gaia.schemas.event.RejectedEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** What is told about a record that was not taken. */
public final class Rejection {
  private Rejection() {}

  /**
   * The id is derived from where the record stands, so rejecting it again says the same.
   *
   * @param reason what is wrong with it, in words
   * @param field the field at fault, when one is
   */
  public static RejectedEvent of(RawRecord record, String reason, Optional<String> field) {
    byte[] value = record.value();
    int kept = Math.min(value.length, RejectedEvent.RAW_BYTES_KEPT);
    return new RejectedEvent(
        UUID.nameUUIDFromBytes(record.position().getBytes(StandardCharsets.UTF_8)).toString(),
        record.position(),
        reason,
        field,
        new String(value, 0, kept, StandardCharsets.UTF_8),
        value.length,
        HexFormat.of().formatHex(sha256(value)),
        Instant.ofEpochMilli(record.timestamp()));
  }

  private static byte[] sha256(byte[] value) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
