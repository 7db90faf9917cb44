package io.gaia.schemas.event;

import java.time.Instant;
import java.util.Optional;

/**
 * An event that could not be taken, kept for operators.
 *
 * @param id derived from where it came from, so that a replay writes the same again
 * @param source topic, partition and offset, or {@code collector}
 * @param reason what is wrong with it, in words
 * @param field the field at fault, when one is
 * @param raw the first 64 KiB of the value, as text
 * @param rawBytes size of the whole value
 * @param rawSha256 of the whole value, in hex
 */
public record RejectedEvent(
    String id,
    String source,
    String reason,
    Optional<String> field,
    String raw,
    long rawBytes,
    String rawSha256,
    Instant at) {
  public static final int RAW_BYTES_KEPT = 64 * 1024;
}
