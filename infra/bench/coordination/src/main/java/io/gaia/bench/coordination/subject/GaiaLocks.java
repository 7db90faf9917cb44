package io.gaia.bench.coordination.subject;

import java.io.IOException;

/** Locks of Gaia; each client is a session. */
final class GaiaLocks implements LockUnderTest {
  private final GaiaDoor gaia;
  private final LivingSessions sessions;
  private final long[] fences;

  GaiaLocks(GaiaDoor gaia, int clients) throws Exception {
    this.gaia = gaia;
    this.fences = new long[clients];
    this.sessions = new LivingSessions(gaia, clients, 1);
  }

  @Override
  public void acquire(int client) throws Exception {
    fences[client] = gaia.acquire("bench-" + client, sessions.of(client));
  }

  @Override
  public void release(int client) throws Exception {
    gaia.release("bench-" + client, sessions.of(client), fences[client]);
  }

  @Override
  public void close() throws IOException {
    sessions.close();
  }
}
