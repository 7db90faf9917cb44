package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator finds what went wrong, and not a line for each heartbeat. */
@ExtendWith(SharedStack.class)
class RequestLogTest {
  private final StackFile stack;
  private final StackProcesses processes;

  RequestLogTest(StackFile stack, StackProcesses processes) {
    this.stack = stack;
    this.processes = processes;
  }

  @Test
  void hasWhatWasRefusedAndNotWhatWasServed() throws Exception {
    Api api = new Api(stack, "admin");
    String refused = "/locks/" + Names.unique("free");

    assertThat(api.get("/locks").status()).isEqualTo(200);
    assertThat(api.get(refused).status()).isEqualTo(404);

    // lines are written in order: what was served before would stand there by now
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> processes.log("coordinator-1").contains("\"GET /api/v1" + refused + "\" 404"));
    assertThat(processes.log("coordinator-1")).doesNotContain("\"GET /api/v1/locks\" 200");
  }
}
