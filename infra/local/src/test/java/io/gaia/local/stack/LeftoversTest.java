package io.gaia.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.PidFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeftoversTest {

  @TempDir Path directory;

  private final List<Process> processes = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void listed_and_marked_processes_are_stopped_and_named() throws Exception {
    Process listed = start(false);
    Process marked = start(true);
    new PidFile(state().pids()).put("kafka", listed.pid());

    stopLeftovers();

    await().until(() -> !listed.isAlive() && !marked.isAlive());
    assertThat(said)
        .contains(
            "stopping a leftover: kafka (pid " + listed.pid() + ")",
            "stopping a leftover: unlisted (pid " + marked.pid() + ")");
    assertThat(state().pids()).doesNotExist();
  }

  @Test
  void a_number_that_has_passed_on_to_another_process_is_left_alone() throws Exception {
    Process stranger = start(false);
    Files.createDirectories(state().path());
    Files.writeString(state().pids(), "kafka " + stranger.pid() + " 1\n");

    stopLeftovers();

    assertThat(stranger.isAlive()).isTrue();
    assertThat(said).isEmpty();
  }

  @Test
  void a_stack_in_another_directory_is_left_alone() throws Exception {
    Process marked = start(true);

    Leftovers.stop(
        Checkout.around(Path.of("")), new StateDirectory(directory.resolve("other")), said::add);

    assertThat(marked.isAlive()).isTrue();
  }

  private void stopLeftovers() {
    Leftovers.stop(Checkout.around(Path.of("")), state(), said::add);
  }

  private StateDirectory state() {
    return new StateDirectory(directory.resolve("state"));
  }

  private Process start(boolean marked) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
    if (marked) {
      builder.environment().putAll(Leftovers.mark(state()));
    }
    Process process = builder.start();
    processes.add(process);
    return process;
  }
}
