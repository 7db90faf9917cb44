package io.gaia.bench.quality.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

  @Test
  void aboutHalfOfTheStudentsTheSameOnesEachTimeOthersWithAnotherSeed() {
    List<Integer> fitted = fittedOf(1);
    assertThat(fitted).hasSizeBetween(900, 1_100);
    assertThat(fitted).as("asked again").isEqualTo(fittedOf(1));
    long alike = IntStream.range(0, 2_000).filter(i -> isFitted(1, i) == isFitted(2, i)).count();
    assertThat(alike).isBetween(850L, 1_150L);
  }

  private static List<Integer> fittedOf(long seed) {
    return IntStream.range(0, 2_000).filter(i -> isFitted(seed, i)).boxed().toList();
  }

  private static boolean isFitted(long seed, int student) {
    return new Split(seed).isFittedOn("exam-2022-s%04d".formatted(student));
  }
}
