package io.gaia.local.layout;

import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the built parts are. */
public record Checkout(Path root) {

  public Checkout {
    root = root.toAbsolutePath().normalize();
  }

  /** The checkout that {@code start} lies in. */
  public static Checkout around(Path start) {
    for (Path at = start.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("infra/local/pom.xml"))) {
        return new Checkout(at);
      }
    }
    throw new StackStartException(start + " lies in no checkout of Gaia");
  }

  /** The class path of a module's process: its jar and its {@code target/lib}. */
  public String classPath(String module) {
    return jar(module, "gaia-*.jar") + ":" + root.resolve(module).resolve("target/lib") + "/*";
  }

  /**
   * The one jar of a module's {@code target} that {@code glob} names.
   *
   * @throws StackStartException when the module is not built
   */
  public Path jar(String module, String glob) {
    Path target = root.resolve(module).resolve("target");
    List<Path> jars = new ArrayList<>();
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(target, glob)) {
        found.forEach(jars::add);
      } catch (IOException e) {
        throw new StackStartException("cannot list " + target, e);
      }
    }
    if (jars.size() != 1) {
      throw new StackStartException(
          "%s has %d jars %s: build it with ./infra/up or mvn package"
              .formatted(target, jars.size(), glob));
    }
    return jars.get(0);
  }

  public Path script(String path) {
    return root.resolve(path);
  }

  /** The java program that runs this code. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
