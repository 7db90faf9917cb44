package io.gaia.server.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The local key that signs and checks tokens: base64url of at least 32 random bytes in a file. */
public final class SigningKey {

  private static final Logger LOG = LoggerFactory.getLogger(SigningKey.class);
  private static final int KEY_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private SigningKey() {}

  /**
   * Reads the key; makes it first, readable by its owner alone, when the file is missing.
   *
   * @throws IllegalStateException if the file holds no such key
   */
  public static SecretKey readOrMake(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        make(file, random);
      }
      return read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "AUTH_SIGNING_KEY_FILE takes a file that can be read or made, not " + file, e);
    }
  }

  /**
   * Reads a key that must be there, because other nodes sign with it too.
   *
   * @throws IllegalStateException if there is no file, or it holds no such key
   */
  public static SecretKey readShared(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "AUTH_SIGNING_KEY_FILE takes a file that all nodes share when CLUSTER_ENABLED is true;"
              + " there is none at "
              + file);
    }
    return readOrMake(file, new SecureRandom());
  }

  private static void make(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    // written aside and linked, so that another process sees the whole key or none
    Path written =
        Files.createTempFile(
            directory, ".signing", ".key", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(key) + "\n";
      try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        // tokens are made with it at once: it must outlive a power cut
        channel.force(true);
      }
      Files.createLink(file, written);
    } catch (FileAlreadyExistsException e) {
      // another process was first; its key counts
    } finally {
      Files.delete(written);
    }
  }

  private static SecretKey read(Path file) throws IOException {
    warnIfOthersMayRead(file);
    byte[] key;
    try {
      key =
          Base64.getUrlDecoder()
              .decode(Files.readString(file, StandardCharsets.US_ASCII).strip().replace("=", ""));
    } catch (IllegalArgumentException e) {
      throw wrongKey(file);
    }
    if (key.length < KEY_BYTES) {
      throw wrongKey(file);
    }
    return new SecretKeySpec(key, "HmacSHA256");
  }

  private static IllegalStateException wrongKey(Path file) {
    return new IllegalStateException(
        "AUTH_SIGNING_KEY_FILE takes a file with base64url of at least 32 bytes, not " + file);
  }

  private static void warnIfOthersMayRead(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(permissions)) {
      LOG.warn("{} may be read by others; whoever reads it can sign tokens (chmod 600)", file);
    }
  }
}
