package io.gaia.server.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The local key that signs and checks tokens: base64url of at least 32 random bytes in a file. */
public final class SigningKey {

  private static final int KEY_BYTES = 32;

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

  private static void make(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    // written aside and linked, so that another process sees the whole key or none
    Path written =
        Files.createTempFile(
            directory,
            ".signing",
            ".key",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(
          written,
          Base64.getUrlEncoder().withoutPadding().encodeToString(key) + "\n",
          StandardOpenOption.WRITE);
      Files.createLink(file, written);
    } catch (FileAlreadyExistsException e) {
      // another process was first; its key counts
    } finally {
      Files.delete(written);
    }
  }

  private static SecretKey read(Path file) throws IOException {
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

  /** Who may read the file besides its owner; empty is as it should be. */
  static boolean isPrivate(Path file) throws IOException {
    Set<?> permissions = Files.getPosixFilePermissions(file);
    return permissions.equals(PosixFilePermissions.fromString("rw-------"));
  }
}
