package io.gaia.local.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.local.flink.JobHistory.Run;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobHistoryTest {

  @TempDir Path directory;

  @Test
  void the_last_run_of_each_job_is_remembered_over_a_restart() throws Exception {
    Path file = directory.resolve("jobs.json");
    Run restored = new Run("a2", Optional.of(directory.resolve("a1/chk-7")));
    new JobHistory(file).remember("detection", new Run("a1", Optional.empty()));
    new JobHistory(file).remember("writer", new Run("b1", Optional.empty()));
    new JobHistory(file).remember("detection", restored);

    assertThat(new JobHistory(file).last("detection")).contains(restored);
    assertThat(new JobHistory(file).last("writer")).contains(new Run("b1", Optional.empty()));
    assertThat(new JobHistory(file).last("snapshots")).isEmpty();
  }
}
