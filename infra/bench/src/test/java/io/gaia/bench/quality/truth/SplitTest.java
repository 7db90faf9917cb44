package io.gaia.bench.quality.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

  @Test
  void aboutHalfOfTheStudentsTheSameOnesEachTimeOthersWithAnotherSeed() {
    long fitted = IntStream.range(0, 2_000).filter(i -> isFitted(1, i)).count();
    assertThat(fitted).isBetween(900L, 1_100L);
    assertThat(IntStream.range(0, 2_000)).allMatch(i -> isFitted(1, i) == isFitted(1, i));
    long alike = IntStream.range(0, 2_000).filter(i -> isFitted(1, i) == isFitted(2, i)).count();
    assertThat(alike).isBetween(850L, 1_150L);
  }

  private static boolean isFitted(long seed, int student) {
    return new Split(seed).isFittedOn("exam-2022-s%04d".formatted(student));
  }
}
