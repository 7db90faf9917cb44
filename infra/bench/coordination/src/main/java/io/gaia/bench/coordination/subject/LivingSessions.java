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

  /** One after the other many heartbeats would take longer than a lease where answers are slow. */
  private static final int HEARTBEATERS = 4;

  private final GaiaDoor gaia;
  private final List<String> ids = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService heartbeats =
      Executors.newScheduledThreadPool(
          HEARTBEATERS,
          task -> {
            Thread thread = new Thread(task, "heartbeats");
            thread.setDaemon(true);
            return thread;
          });

  LivingSessions(GaiaDoor gaia, int clients, int maxConcurrentTasks) throws IOException {
    this.gaia = gaia;
    for (int i = 0; i < clients; i++) {
      String id = gaia.register(maxConcurrentTasks);
      ids.add(id);
      var unused =
          heartbeats.scheduleAtFixedRate(
              () -> renew(id), HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }
  }

  String of(int client) {
    return ids.get(client);
  }

  /** A session that is lost all the same is seen by the client that works for it. */
  private void renew(String id) {
    try {
      gaia.heartbeat(id);
    } catch (IOException e) {
      System.err.println("no heartbeat: " + e.getMessage());
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
