package io.gaia.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ClusterCommand.RaiseFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log may hold is agreed upon in the log, and only ever becomes more. */
class FormatStoryTest {
  private final Coordination core = Coordination.empty();

  @Test
  void itIsTheFirstAndIsRaisedAndNeverLowered() {
    assertThat(core.view().formatVersion()).isEqualTo(1);
    assertThat(raise(1, 1).events()).isEmpty();
    assertThat(raise(2, 3).events())
        .extracting(recorded -> recorded.event().type())
        .containsExactly("cluster.format_raised");
    assertThat(core.view().formatVersion()).isEqualTo(3);
    assertThat(raise(3, 2).replies()).containsExactly(new Reply.Changed("format", false));
    assertThat(core.view().formatVersion()).isEqualTo(3);
  }

  @Test
  void aSnapshotKeepsIt() {
    raise(1, 2);
    assertThat(Coordination.restore(core.snapshot()).view().formatVersion()).isEqualTo(2);
  }

  private ApplyResult raise(long index, int version) {
    return core.apply(new Batch(1_000, List.of(Request.of(new RaiseFormat(version)))), index);
  }
}
