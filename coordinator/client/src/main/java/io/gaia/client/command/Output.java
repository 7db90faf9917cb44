package io.gaia.client.command;

import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** What commands print for scripts. */
final class Output {

  private Output() {}

  /** One line of JSON. */
  static void printJson(CommandSpec spec, Object value) {
    spec.commandLine().getOut().println(json(value));
  }

  static String json(Object value) {
    return new String(EventCodec.toBytes(value), StandardCharsets.UTF_8);
  }

  static PrintWriter writer(Path file) throws IOException {
    return new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
  }
}
