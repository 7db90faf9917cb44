package io.gaia.local.kafka;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** A directory of Kafka logs: its first use gives it a cluster id. */
final class LogDirectory {

  private static final String FORMATTED = "meta.properties";

  private LogDirectory() {}

  /** Formats {@code directory} unless that was done before; what is in it is never touched. */
  static void formatWhenNew(Path directory, int nodeId, String controllerListener)
      throws Exception {
    if (Files.exists(directory.resolve(FORMATTED))) {
      return;
    }
    Files.createDirectories(directory);
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setSupportedFeatures(List.of(Feature.PRODUCTION_FEATURES.toArray(Feature[]::new)))
        .setNodeId(nodeId)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName(controllerListener)
        .setMetadataLogDirectory(directory.toAbsolutePath().toString())
        .addDirectory(directory.toAbsolutePath().toString())
        .setIgnoreFormatted(true)
        .run();
  }
}
