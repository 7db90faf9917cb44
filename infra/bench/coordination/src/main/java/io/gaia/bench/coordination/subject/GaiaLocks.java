package io.gaia.bench.coordination.subject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Locks of Gaia; each client is a session. */
final class GaiaLocks implements LockUnderTest {
  private final GaiaApi gaia;
  private final List<String> sessions = new ArrayList<>();
  private final long[] fences;

  GaiaLocks(GaiaApi gaia, int clients) throws Exception {
    this.gaia = gaia;
    this.fences = new long[clients];
    for (int i = 0; i < clients; i++) {
      sessions.add(gaia.register(1));
    }
  }

  @Override
  public void acquire(int client) throws Exception {
    fences[client] = gaia.acquire("bench-" + client, sessions.get(client));
  }

  @Override
  public void release(int client) throws Exception {
    gaia.release("bench-" + client, sessions.get(client), fences[client]);
  }

  @Override
  public void close() throws IOException {
    for (String session : sessions) {
      gaia.unregister(session);
    }
  }
}
