package io.gaia.local.database;

import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Where PostgreSQL keeps its data: in the state directory, or, when the user that runs it cannot
 * enter that (a checkout in root's home), in {@code /var/tmp}. A file in the state directory says
 * which: without it, what lies in {@code /var/tmp} belongs to a forgotten run and is erased.
 */
record DataHome(Path path) {

  private static final Path ELSEWHERE = Path.of("/var/tmp");

  static DataHome of(StateDirectory state, RunAs user) throws IOException {
    Path own = state.path().resolve("postgres");
    Files.createDirectories(own);
    Path home = user.canEnter(own) ? own : elsewhere(state, own);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    return new DataHome(home);
  }

  private static Path elsewhere(StateDirectory state, Path own) throws IOException {
    byte[] identity = state.path().toString().getBytes(StandardCharsets.UTF_8);
    Path base = ELSEWHERE.resolve("gaia-" + UUID.nameUUIDFromBytes(identity));
    Path home = base.resolve("postgres");
    Path sign = own.resolve("data-is-in");
    if (Files.isSymbolicLink(base)
        || (Files.exists(base)
            && !"root".equals(Files.getOwner(base, LinkOption.NOFOLLOW_LINKS).getName()))) {
      throw new StackStartException(base + " belongs to someone else: remove it");
    }
    if (!Files.exists(sign)) {
      StateDirectory.delete(home);
    }
    Files.createDirectories(home);
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
    Files.writeString(sign, home + "\n");
    return home;
  }
}
