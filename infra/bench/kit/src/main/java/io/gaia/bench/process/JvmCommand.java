package io.gaia.bench.process;

import io.gaia.local.layout.Checkout;
import java.util.ArrayList;
import java.util.List;

/** The command line of a Java process. */
public final class JvmCommand {
  private JvmCommand() {}

  public static List<String> of(
      List<String> jvm, String classPath, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Checkout.java()));
    command.addAll(jvm);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(List.of(arguments));
    return command;
  }
}
