package io.gaia.client.command;

import io.gaia.schemas.json.EventCodec;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;

/** What commands print for scripts. */
final class Output {

  private Output() {}

  /** One line of JSON. */
  static void printJson(CommandSpec spec, Object value) {
    spec.commandLine()
        .getOut()
        .println(new String(EventCodec.toBytes(value), StandardCharsets.UTF_8));
  }
}
