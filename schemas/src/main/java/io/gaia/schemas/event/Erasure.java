package io.gaia.schemas.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A student was erased. It does not hold the id: who knows an id can tell that it is this one.
 *
 * @param studentHash see {@link #hash}
 * @param salt the same for every erasure of an installation
 * @param erasedAt what the student did before is not taken any more
 * @param readmittedAt when the roster named the student anew; what happens from then on is taken
 */
public record Erasure(
    String studentHash, String salt, Instant erasedAt, Optional<Instant> readmittedAt) {

  /** SHA-256 of salt, a bar and the id, in hex; the database's {@code erased_hash} is the same. */
  public static String hash(String salt, String studentId) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] text = (salt + "|" + studentId).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha256.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public static Erasure of(String studentId, String salt, Instant at) {
    return new Erasure(hash(salt, studentId), salt, at, Optional.empty());
  }

  public Erasure readmitted(Instant at) {
    return new Erasure(studentHash, salt, erasedAt, Optional.of(at));
  }

  /** Whether what the student did then is not to be taken. */
  public boolean covers(Instant time) {
    return readmittedAt.map(time::isBefore).orElse(true);
  }
}
