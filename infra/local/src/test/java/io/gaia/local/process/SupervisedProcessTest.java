package io.gaia.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gaia.local.process.ProcessSpec.Readiness;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisedProcessTest {

  @TempDir Path directory;

  private final List<SupervisedProcess> processes = new ArrayList<>();
  private final Listener listener = new Listener();

  @AfterEach
  void stop() {
    processes.forEach(SupervisedProcess::stop);
  }

  @Test
  void a_killed_process_runs_again_and_the_end_of_its_log_is_told() throws Exception {
    SupervisedProcess process = start("echo the last words; sleep 1000", Restart.ALWAYS);
    process.awaitServing();
    long first = process.pid().orElseThrow();
    await().until(() -> Files.readString(process.log()).contains("the last words"));

    Signals.send("KILL", first);

    await().until(() -> process.isReady() && !process.pid().equals(Optional.of(first)));
    assertThat(listener.deaths)
        .singleElement()
        .asString()
        .contains("part", "killed by signal 9", "the last words");
    assertThat(pidFile()).contains("part " + process.pid().orElseThrow() + " ");
  }

  @Test
  void a_process_that_never_serves_is_named_with_the_last_lines_of_its_log() {
    SupervisedProcess process =
        start("echo no such option >&2; exit 7", Restart.ALWAYS, () -> false);

    assertThatThrownBy(process::awaitServing)
        .isInstanceOf(StackStartException.class)
        .hasMessageContainingAll("part died (exit code 7)", "no such option", "part.log");
  }

  @Test
  void a_process_that_is_too_slow_to_serve_is_killed_and_tried_again() {
    SupervisedProcess process =
        start("sleep 1000", Restart.ALWAYS, () -> false, Duration.ofMillis(300));

    assertThatThrownBy(process::awaitServing).hasMessageContaining("did not serve within");
    await().until(() -> process.pid().isEmpty());
  }

  @Test
  void work_that_is_done_is_not_done_again_but_work_that_failed_is() throws Exception {
    SupervisedProcess done = start("exit 0", Restart.UNLESS_DONE);
    done.awaitServing();
    await().until(done::isOver);
    assertThat(listener.deaths).isEmpty();

    Path sign = directory.resolve("sign");
    SupervisedProcess failing =
        start("[ -e " + sign + " ] || { touch " + sign + "; exit 3; }", Restart.UNLESS_DONE);
    await().until(failing::isOver);
    assertThat(listener.deaths).singleElement().asString().contains("exit code 3");
  }

  @Test
  void a_held_process_stays_down_until_it_may_come_back() throws Exception {
    SupervisedProcess process = start("sleep 1000", Restart.ALWAYS);
    process.awaitServing();
    Files.writeString(hold(), "");

    Signals.send("KILL", process.pid().orElseThrow());

    await().until(() -> !listener.deaths.isEmpty());
    // longer than the pause before a restart
    await()
        .during(Duration.ofMillis(800))
        .atMost(Duration.ofSeconds(5))
        .until(() -> process.pid().isEmpty());
    Files.delete(hold());
    await().until(process::isReady);
  }

  @Test
  void a_stop_reaches_the_children_of_a_process_that_will_not_end() throws Exception {
    Path child = directory.resolve("child");
    SupervisedProcess process =
        start(
            "trap '' TERM; sleep 1000 & echo $! > " + child + "; wait; sleep 1000", Restart.ALWAYS);
    process.awaitServing();
    await().until(() -> Files.exists(child) && !Files.readString(child).isBlank());
    long childPid = Long.parseLong(Files.readString(child).strip());

    process.stop();

    assertThat(process.pid()).isEmpty();
    await().until(() -> ProcessHandle.of(childPid).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(listener.deaths).isEmpty();
    assertThat(pidFile()).isEmpty();
  }

  private SupervisedProcess start(String script, Restart restart) {
    return start(script, restart, Readiness.AT_ONCE);
  }

  private SupervisedProcess start(String script, Restart restart, Readiness readiness) {
    return start(script, restart, readiness, Duration.ofSeconds(20));
  }

  private SupervisedProcess start(
      String script, Restart restart, Readiness readiness, Duration startTimeout) {
    ProcessSpec spec =
        new ProcessSpec(
            "part",
            List.of("sh", "-c", script),
            Map.of(),
            directory,
            readiness,
            startTimeout,
            Stop.TERM,
            restart);
    SupervisedProcess process =
        new SupervisedProcess(
            spec,
            directory.resolve("part.log"),
            hold(),
            new PidFile(directory.resolve("pids")),
            Duration.ofSeconds(1),
            listener);
    processes.add(process);
    return process.start();
  }

  private Path hold() {
    return directory.resolve("hold");
  }

  private String pidFile() throws Exception {
    return Files.readString(directory.resolve("pids"));
  }

  private static final class Listener implements ProcessListener {
    private final List<String> deaths = new CopyOnWriteArrayList<>();

    @Override
    public void ready(String name, int start, Duration took) {}

    @Override
    public void slow(String name, Duration since) {}

    @Override
    public void died(String name, String reason, List<String> lastLines) {
      deaths.add(name + ": " + reason + ": " + lastLines);
    }

    @Override
    public void pidsChanged() {}
  }
}
