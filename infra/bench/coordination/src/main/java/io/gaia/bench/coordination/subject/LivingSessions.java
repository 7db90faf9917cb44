package io.gaia.bench.coordination.subject;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One session for each client, kept alive as workers keep theirs. */
final class LivingSessions implements AutoCloseable {
  private static final int HEARTBEAT_SECONDS = 10;

  private final GaiaApi gaia;
  private final List<String> ids = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService heartbeats =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "heartbeats");
            thread.setDaemon(true);
            return thread;
          });

  LivingSessions(GaiaApi gaia, int clients, int maxConcurrentTasks) throws IOException {
    this.gaia = gaia;
    heartbeats.scheduleAtFixedRate(
        this::renewAll, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    for (int i = 0; i < clients; i++) {
      ids.add(gaia.register(maxConcurrentTasks));
    }
  }

  String of(int client) {
    return ids.get(client);
  }

  /** A session that is lost all the same is seen by the client that works for it. */
  private void renewAll() {
    for (String id : ids) {
      try {
        gaia.heartbeat(id);
      } catch (IOException e) {
        System.err.println("no heartbeat: " + e.getMessage());
      }
    }
  }

  @Override
  public void close() throws IOException {
    heartbeats.shutdownNow();
    for (String id : ids) {
      gaia.unregister(id);
    }
  }
}
