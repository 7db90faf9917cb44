package io.gaia.local.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlinkClientTest {

  @Test
  void of_a_stack_trace_the_last_cause_is_told() {
    String inJson =
        "{\"errors\":[\"Internal error\\n\\tat a.B\\nCaused by: x.Outer: no\\n\\tat c.D\\n"
            + "Caused by: x.Inner: the jar has no such class\\n\\t... 4 more\"]}";

    assertThat(FlinkClient.rootCause(inJson)).isEqualTo("x.Inner: the jar has no such class");
    assertThat(FlinkClient.rootCause("x.Only: why\n\tat a.B")).isEqualTo("x.Only: why");
  }
}
