package io.gaia.bench.quality.truth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Parts the students: on some the weights are fitted, on the others they are measured. The same
 * seed parts them the same way.
 */
public record Split(long seed) {

  public boolean isFittedOn(String studentId) {
    byte[] text = (seed + ":" + studentId).getBytes(StandardCharsets.UTF_8);
    try {
      // a cheaper hash parts ids that differ in a digit unevenly
      return (MessageDigest.getInstance("SHA-256").digest(text)[0] & 1) == 0;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
