package io.gaia.flink.common;

import static io.gaia.flink.common.JobArguments.CHECKPOINT_SECONDS;
import static io.gaia.flink.common.JobArguments.KAFKA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobArgumentsTest {

  private static Optional<JobArguments> parse(String... args) {
    return JobArguments.parse("SomeJob", List.of(KAFKA, CHECKPOINT_SECONDS), args);
  }

  @Test
  void anOptionThatIsNotGivenHasItsDefault() {
    JobArguments arguments = parse("--kafka", "localhost:9092").orElseThrow();
    assertThat(arguments.get(KAFKA)).isEqualTo("localhost:9092");
    assertThat(arguments.number(CHECKPOINT_SECONDS, 1)).isEqualTo(10);
  }

  @Test
  void aMissingArgumentIsNamedWithTheUsage() {
    assertThatThrownBy(() -> parse())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SomeJob needs --kafka")
        .hasMessageContaining("HOST:PORT");
  }

  @Test
  void anUnknownArgumentIsNamed() {
    assertThatThrownBy(() -> parse("--kafka", "a:1", "--colour", "red"))
        .hasMessageContaining("does not know --colour");
  }

  @Test
  void anArgumentWithoutItsValueSaysWhatItTakes() {
    assertThatThrownBy(() -> parse("--kafka")).hasMessage("--kafka takes HOST:PORT[,HOST:PORT...]");
  }

  @Test
  void aNumberThatIsNoneSaysWhatItTakes() {
    JobArguments arguments = parse("--kafka", "a:1", "--checkpoint-seconds", "soon").orElseThrow();
    assertThatThrownBy(() -> arguments.number(CHECKPOINT_SECONDS, 1))
        .hasMessage("--checkpoint-seconds takes a whole number of at least 1, not 'soon'");
  }

  @Test
  void helpIsPrintedAndNothingRuns() {
    assertThat(parse("--help")).isEmpty();
  }
}
