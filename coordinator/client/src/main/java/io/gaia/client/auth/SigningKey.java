package io.gaia.client.auth;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The local key that tokens are signed with: a file with base64url of at least 32 bytes. */
public final class SigningKey {

  /** HS256 takes no shorter key. */
  public static final int MIN_BYTES = 32;

  private SigningKey() {}

  /**
   * Reads the key; makes the file (mode 0600) first when there is none. When several processes do
   * so at once, all get the one key that won.
   *
   * @throws IOException if the file cannot be read or made, or holds no key; the message names it
   */
  public static byte[] readOrMake(Path file) throws IOException {
    Optional<byte[]> key = read(file);
    if (key.isPresent()) {
      return key.get();
    }
    make(file);
    return read(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": no permission to read this key file", e);
    }
    byte[] key;
    try {
      key = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": a key file takes base64url text", e);
    }
    if (key.length < MIN_BYTES) {
      throw new IOException(
          file + ": the key has " + key.length + " bytes; it takes at least " + MIN_BYTES);
    }
    return Optional.of(key);
  }

  private static void make(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    byte[] key = new byte[MIN_BYTES];
    new SecureRandom().nextBytes(key);
    Path draft = Files.createTempFile(folder, ".signing-", ".key", ownerOnly(folder));
    try {
      Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(key) + "\n");
      publish(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void publish(Path draft, Path file) throws IOException {
    try {
      // a link appears whole or not at all, and never replaces another process's key
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (UnsupportedOperationException e) {
      if (!Files.exists(file)) {
        Files.move(draft, file);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
