package io.gaia.bench.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.bench.coordination.subject.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  @Test
  void everythingIsMeasuredUnlessSaidOtherwise() {
    Choice choice = Choice.of(List.of(), List.of(), 1);

    assertThat(choice.parts()).containsExactly(PartName.values());
    assertThat(choice.subjects()).containsExactlyInAnyOrder(Subject.values());
  }

  @Test
  void whatBelongsToOneNodeIsNotMeasuredWithThree() {
    Choice choice = Choice.of(List.of(), List.of(), 3);

    assertThat(choice.parts())
        .containsExactly(PartName.QUEUES, PartName.LOCKS, PartName.WRITES, PartName.SESSIONS);
  }

  @Test
  void onlyAPartMeansAllPeersInIt() {
    Choice choice = Choice.of(List.of("queues"), List.of("jobrunr"), 1);

    assertThat(choice.parts()).containsExactly(PartName.QUEUES);
    assertThat(choice.subjects()).contains(Subject.REDIS_STREAM).doesNotContain(Subject.JOBRUNR);
  }

  @Test
  void onlyAPeerKeepsGaiaToCompareWith() {
    Choice choice = Choice.of(List.of("redis"), List.of("core"), 1);

    assertThat(choice.subjects()).containsExactly(Subject.GAIA, Subject.REDIS_STREAM);
    assertThat(choice.parts()).contains(PartName.QUEUES).doesNotContain(PartName.CORE);
  }

  @Test
  void anUnknownNameIsToldWithTheKnownOnes() {
    assertThatThrownBy(() -> Choice.of(List.of(), List.of("rabbit"), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rabbit")
        .hasMessageContaining("zookeeper");
  }
}
