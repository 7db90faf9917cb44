package io.gaia.client.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gaia.schemas.event.UsabilityMetric;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs where the published sets stand beside the project; their numbers are from their README. */
class PublishedLogsTest {

  @Test
  void theExamIsReadWhole() throws IOException {
    Recording recording = Recording.read(published("exam-2022/midterm.tsv"));

    assertThat(recording.events()).hasSize(107_025);
    assertThat(recording.badCount()).isZero();
    assertThat(recording.events().stream().map(event -> event.studentId()).distinct())
        .hasSize(1_575);
    assertThat(
            recording.events().stream().map(event -> ((UsabilityMetric) event).itemId()).distinct())
        .hasSize(154);
    ReplayPlan plan = ReplayPlan.of(recording);
    assertThat(plan.classrooms()).hasSize(59);
    assertThat(plan.duration()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(15));
  }

  @Test
  void theTutorLogIsReadWhole() throws IOException {
    Recording recording = Recording.read(published("itap-2016/MainTable.csv"));

    assertThat(recording.events()).hasSize(3_108);
    assertThat(recording.badCount()).isZero();
    assertThat(recording.events().stream().map(event -> event.studentId()).distinct()).hasSize(89);
    ReplayPlan plan = ReplayPlan.of(recording);
    assertThat(plan.classrooms())
        .containsExactly("itap-2016-c01", "itap-2016-c02", "itap-2016-c03", "itap-2016-c04");
    assertThat(plan.duration()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(15));
  }

  private static Path published(String name) {
    Optional<Path> file = Logs.published(name);
    assumeTrue(file.isPresent(), "the published set " + name + " is not on this machine");
    return file.get();
  }
}
