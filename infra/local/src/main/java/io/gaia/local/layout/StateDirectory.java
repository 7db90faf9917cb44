package io.gaia.local.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a stack leaves on the disk, normally {@code .gaia} of the checkout. */
public record StateDirectory(Path path) {

  /** What {@code --fresh} forgets; logs, the build's stamp and the keys stay. */
  private static final List<String> DATA = List.of("kafka", "flink", "postgres", "coordinator");

  public StateDirectory {
    path = path.toAbsolutePath().normalize();
  }

  public Path log(String name) {
    return path.resolve("logs").resolve(name + ".log");
  }

  /** While it exists, the process of that name stays down once it has ended. */
  public Path hold(String name) {
    return path.resolve("hold").resolve(name);
  }

  public Path kafka() {
    return path.resolve("kafka");
  }

  public Path flink() {
    return path.resolve("flink");
  }

  public Path coordinator(String name) {
    return path.resolve("coordinator").resolve(name);
  }

  /** The Raft ports of a group of so many: its nodes know each other by them, so they stay. */
  public Path clusterPorts(int nodes) {
    return path.resolve("coordinator").resolve("ports-of-" + nodes);
  }

  public Path temporary() {
    return path.resolve("tmp");
  }

  public Path signingKey() {
    return path.resolve("keys/signing.key");
  }

  public Path databasePassword() {
    return path.resolve("keys/database.password");
  }

  public Path stackFile() {
    return path.resolve("stack.json");
  }

  public Path pids() {
    return path.resolve("pids");
  }

  public Path lock() {
    return path.resolve("lock");
  }

  /** True when no stack has kept data here. */
  public boolean isNew() {
    return DATA.stream().noneMatch(part -> Files.exists(path.resolve(part)));
  }

  public void forgetData() throws IOException {
    for (String part : DATA) {
      delete(path.resolve(part));
    }
  }

  /** Removes what a stack has no use for once it is down. */
  public void tidy() throws IOException {
    delete(temporary());
    delete(path.resolve("hold"));
  }

  public static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(tree)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }
}
