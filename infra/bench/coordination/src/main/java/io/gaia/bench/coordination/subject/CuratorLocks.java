package io.gaia.bench.coordination.subject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryOneTime;

/** Curator's mutex on ZooKeeper; each client has a connection, and so a session, of its own. */
final class CuratorLocks implements LockUnderTest {
  private static final int PATIENCE_SECONDS = 30;

  private final List<CuratorFramework> clients = new ArrayList<>();
  private final List<InterProcessMutex> mutexes = new ArrayList<>();

  CuratorLocks(String address, int clients) throws Exception {
    for (int i = 0; i < clients; i++) {
      CuratorFramework client = CuratorFrameworkFactory.newClient(address, new RetryOneTime(1_000));
      client.start();
      if (!client.blockUntilConnected(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("ZooKeeper does not answer at " + address);
      }
      this.clients.add(client);
      mutexes.add(new InterProcessMutex(client, "/bench/lock-" + i));
    }
  }

  @Override
  public void acquire(int client) throws Exception {
    mutexes.get(client).acquire();
  }

  @Override
  public void release(int client) throws Exception {
    mutexes.get(client).release();
  }

  @Override
  public void close() {
    clients.forEach(CuratorFramework::close);
  }
}
