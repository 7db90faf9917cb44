package io.gaia.bench.coordination.subject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.Optional;

/** As {@link GaiaWrites}, over one socket. */
final class GaiaSocketWrites implements WriteUnderTest {
  private final GaiaSocket socket;

  GaiaSocketWrites(GaiaSocket socket) {
    this.socket = socket;
  }

  @Override
  public void write(int client, String payload) throws Exception {
    socket.call(
        "POST",
        "tasks",
        Optional.of(
            JsonNodeFactory.instance
                .objectNode()
                .put("task_type", "bench")
                .putRawValue("payload", new RawValue(payload))));
  }

  @Override
  public void close() {
    socket.close();
  }
}
