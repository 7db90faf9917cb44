package io.gaia.client.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.schemas.json.EventCodec;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SayingTest {

  @Test
  void progressIsAPercentageAndANoteIfYouLike() {
    assertThat(Saying.of("::progress 40 tests are green"))
        .isEqualTo(new Saying.Progress(40, Optional.of("tests are green")));
    assertThat(Saying.of("::progress 100%")).isEqualTo(new Saying.Progress(100, Optional.empty()));
  }

  @Test
  void checkpointAndResultAreJson() throws Exception {
    var json = EventCodec.mapper().readTree("{\"done\":[1,2]}");

    assertThat(Saying.of("::checkpoint {\"done\":[1,2]}")).isEqualTo(new Saying.Checkpoint(json));
    assertThat(Saying.of("::result {\"done\":[1,2]}")).isEqualTo(new Saying.Result(json));
  }

  @Test
  void whatCannotBeReadIsOutputLikeAnyOtherLine() {
    for (String line :
        new String[] {
          "hello",
          "",
          " ::progress 40",
          "::progress",
          "::progress 101",
          "::progress 99999999999",
          "::progress soon",
          "::checkpoint {",
          "::result ",
          "::warning file=a.c"
        }) {
      assertThat(Saying.of(line)).as(line).isEqualTo(new Saying.Output(line));
    }
  }
}
