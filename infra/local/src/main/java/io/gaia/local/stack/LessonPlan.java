package io.gaia.local.stack;

import io.gaia.client.replay.LogFormat;
import io.gaia.client.replay.Recording;
import io.gaia.client.replay.ReplayPlan;
import io.gaia.client.replay.UnreadableLogException;
import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Readiness;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a lesson is brought to the stack: by a {@code gaia} command.
 *
 * @param command empty when there is no lesson
 * @param classroomId the class that the teacher's link opens
 */
record LessonPlan(List<String> command, String classroomId) {

  /** The name of its process. */
  static final String PROCESS = "replay";

  private static final String SIMULATED_CLASSROOM = "sim-c1";

  /**
   * Reads a recorded lesson, to find the class worth looking at.
   *
   * @throws StackStartException if its file is no log of that format
   */
  static LessonPlan of(Lesson lesson) {
    if (lesson instanceof Lesson.Recorded recorded) {
      return of(recorded);
    }
    return new LessonPlan(
        lesson instanceof Lesson.Simulated ? List.of("simulate") : List.of(), SIMULATED_CLASSROOM);
  }

  private static LessonPlan of(Lesson.Recorded recorded) {
    Path file = recorded.file();
    try {
      ReplayPlan plan =
          ReplayPlan.of(
              Recording.read(file, recorded.format().map(LessonPlan::format), Optional.empty()));
      return new LessonPlan(
          List.of("replay", file.toString(), "--format", plan.format().wireName()),
          plan.classroomId().orElse("unassigned"));
    } catch (UnreadableLogException e) {
      throw new StackStartException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new StackStartException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static LogFormat format(String name) {
    return LogFormat.byWireName(name)
        .orElseThrow(
            () ->
                new StackStartException(
                    "--format takes %s, not %s".formatted(LogFormat.wireNames(), name)));
  }

  /** Whether there is a class to look at. */
  boolean isHeld() {
    return !command.isEmpty();
  }

  Optional<ProcessSpec> process(
      Checkout checkout, StateDirectory state, String kafka, Map<String, String> environment) {
    if (command.isEmpty()) {
      return Optional.empty();
    }
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--kafka", kafka));
    return Optional.of(
        new ProcessSpec(
            PROCESS,
            new JavaProcess(
                    checkout.classPath("coordinator/client"),
                    "io.gaia.client.GaiaCli",
                    256,
                    state.temporary())
                .command(arguments),
            environment,
            state.path(),
            Readiness.AT_ONCE,
            Duration.ofSeconds(30),
            Stop.TERM,
            Restart.UNLESS_DONE));
  }
}
