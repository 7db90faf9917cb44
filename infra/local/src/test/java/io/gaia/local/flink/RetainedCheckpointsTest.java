package io.gaia.local.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedCheckpointsTest {

  @TempDir Path directory;

  @Test
  void the_newest_complete_checkpoint_is_chosen_by_number() throws Exception {
    Path ninth = complete("job/chk-9");
    Path tenth = complete("job/chk-10");
    Files.createDirectories(directory.resolve("job/chk-11"));
    Files.createDirectories(directory.resolve("job/shared"));
    complete("other/chk-12");

    assertThat(new RetainedCheckpoints(directory).latest("job")).contains(tenth);

    Files.delete(tenth.resolve("_metadata"));
    assertThat(new RetainedCheckpoints(directory).latest("job")).contains(ninth);
  }

  @Test
  void a_job_that_made_none_has_none() throws Exception {
    assertThat(new RetainedCheckpoints(directory).latest("unknown")).isEmpty();
  }

  private Path complete(String name) throws Exception {
    Path checkpoint = Files.createDirectories(directory.resolve(name));
    Files.writeString(checkpoint.resolve("_metadata"), "");
    return checkpoint;
  }
}
