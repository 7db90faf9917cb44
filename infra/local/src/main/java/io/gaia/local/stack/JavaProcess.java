package io.gaia.local.stack;

import io.gaia.local.layout.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of one of our own programs. */
record JavaProcess(String classPath, String mainClass, int heapMegabytes, Path temporary) {

  List<String> command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Checkout.java(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                // soon fast, not later faster: the costlier compiler takes the first minutes of a
                // small machine from what it compiles
                "-XX:TieredStopAtLevel=1",
                // dead is better than half alive: the supervisor starts it again
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath,
                mainClass));
    command.addAll(arguments);
    return command;
  }
}
