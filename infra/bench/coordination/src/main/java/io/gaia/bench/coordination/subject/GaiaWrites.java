package io.gaia.bench.coordination.subject;

import java.io.IOException;
import java.util.List;

/** A write is a task that is put in. */
final class GaiaWrites implements WriteUnderTest {
  private final GaiaDoor gaia;

  GaiaWrites(GaiaDoor gaia) {
    this.gaia = gaia;
  }

  @Override
  public void write(int client, String payload) throws IOException {
    gaia.enqueue(List.of(payload));
  }

  @Override
  public void close() {
    gaia.close();
  }
}
