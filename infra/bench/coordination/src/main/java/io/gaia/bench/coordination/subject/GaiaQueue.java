package io.gaia.bench.coordination.subject;

import java.io.IOException;
import java.util.List;

/** Tasks of Gaia; each client is a session. */
final class GaiaQueue implements PullQueue {
  private final GaiaDoor gaia;
  private final LivingSessions sessions;

  GaiaQueue(GaiaDoor gaia, int clients, int batch) throws Exception {
    this.gaia = gaia;
    this.sessions = new LivingSessions(gaia, clients, batch);
  }

  @Override
  public void enqueue(int client, List<String> payloads) throws Exception {
    gaia.enqueue(payloads);
  }

  @Override
  public List<Held> claim(int client, int max) throws Exception {
    return gaia.claim(sessions.of(client), max);
  }

  @Override
  public void complete(int client, List<Held> tasks) throws Exception {
    gaia.complete(sessions.of(client), tasks);
  }

  @Override
  public void close() throws IOException {
    sessions.close();
  }
}
