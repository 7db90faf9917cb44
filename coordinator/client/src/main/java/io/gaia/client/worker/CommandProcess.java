package io.gaia.client.worker;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that runs, in a process group of its own where the system can do that. It ends with
 * everything that it has started.
 */
final class CommandProcess {

  /** After the command's end, what it left behind may still write for so long. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private static final boolean OWN_GROUP = onPath("setsid").isPresent();

  private final Process process;
  private final List<Thread> streams = new ArrayList<>();

  private CommandProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it. The calling thread must stay alive as long as the command: should the worker die,
   * Linux kills the command with it.
   *
   * @param input for its standard input, which is then closed
   * @param output is given each line of standard output, by one thread
   * @param errors as {@code output}, for standard error
   */
  static CommandProcess start(
      List<String> command,
      Map<String, String> variables,
      String input,
      Consumer<String> output,
      Consumer<String> errors)
      throws IOException {
    List<String> line = new ArrayList<>();
    if (OWN_GROUP) {
      // a terminal's Ctrl-C is for the worker alone
      line.add("setsid");
    }
    if (onPath("setpriv").isPresent()) {
      line.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
    }
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(variables);
    CommandProcess started = new CommandProcess(builder.start());
    started.streamsOf(input, output, errors);
    return started;
  }

  private void streamsOf(String input, Consumer<String> output, Consumer<String> errors) {
    copy("input", () -> write(process.getOutputStream(), input));
    streams.add(copy("output", () -> BoundedLines.read(process.getInputStream(), output)));
    streams.add(copy("errors", () -> BoundedLines.read(process.getErrorStream(), errors)));
  }

  /** Moves text to or from the command until one end closes. */
  private interface Copying {
    void run() throws IOException;
  }

  private Thread copy(String what, Copying copying) {
    Thread thread =
        new Thread(
            () -> {
              try {
                copying.run();
              } catch (IOException otherEndIsGone) {
                return;
              }
            },
            what + "-" + process.pid());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void write(OutputStream stream, String text) throws IOException {
    try (stream) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Runs that, in another thread, when the command has ended. */
  void whenExited(Runnable then) {
    process.onExit().whenComplete((ended, failure) -> then.run());
  }

  /**
   * After its end: as the shell counts, 128 and the signal's number for a killed one. Everything
   * that it wrote has been given on, and nothing that it started is left.
   */
  int exitCode() throws InterruptedException {
    int exitCode = process.waitFor();
    if (!streamsEnd()) {
      signal("KILL");
      if (!streamsEnd()) {
        close(process.getInputStream());
        close(process.getErrorStream());
      }
    }
    signal("KILL");
    return exitCode;
  }

  private boolean streamsEnd() throws InterruptedException {
    for (Thread stream : streams) {
      stream.join(LAST_WORDS.toMillis());
      if (stream.isAlive()) {
        return false;
      }
    }
    return true;
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a pipe that does not close", e);
    }
  }

  /** Asks it and what it has started to end; kills all that is left after that time. */
  void stop(Duration grace) throws InterruptedException {
    List<ProcessHandle> family = process.descendants().toList();
    if (!grace.isZero()) {
      signal("TERM");
      family.forEach(ProcessHandle::destroy);
      process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
    }
    kill(family);
    process.waitFor();
  }

  /** At once. */
  void kill() {
    kill(process.descendants().toList());
  }

  private void kill(List<ProcessHandle> family) {
    signal("KILL");
    Stream.concat(family.stream(), process.descendants()).forEach(ProcessHandle::destroyForcibly);
  }

  private void signal(String name) {
    if (!OWN_GROUP) {
      if (name.equals("KILL")) {
        process.destroyForcibly();
      } else {
        process.destroy();
      }
      return;
    }
    try {
      // the shell's own kill: a group has no handle in Java
      new ProcessBuilder("sh", "-c", "kill -" + name + " -" + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /** Where a program is, as the shell would find it. */
  static Optional<File> onPath(String program) {
    if (program.contains(File.separator)) {
      return Optional.of(new File(program)).filter(File::canExecute);
    }
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
        .map(folder -> new File(folder, program))
        .filter(file -> file.isFile() && file.canExecute())
        .findFirst();
  }
}
