package io.gaia.bench.coordination.subject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/** Each client has a connection, and a node that it sets. */
final class CuratorWrites implements WriteUnderTest {
  private static final int PATIENCE_SECONDS = 30;

  private final List<CuratorFramework> clients = new ArrayList<>();

  CuratorWrites(String address, int clients) throws Exception {
    for (int i = 0; i < clients; i++) {
      CuratorFramework client = CuratorFrameworkFactory.newClient(address, new RetryOneTime(1_000));
      client.start();
      if (!client.blockUntilConnected(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("ZooKeeper does not answer at " + address);
      }
      client.create().orSetData().creatingParentsIfNeeded().forPath(path(i), new byte[0]);
      this.clients.add(client);
    }
  }

  private static String path(int client) {
    return "/bench/write-" + client;
  }

  @Override
  public void write(int client, String payload) throws Exception {
    clients.get(client).setData().forPath(path(client), payload.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    clients.forEach(CuratorFramework::close);
  }
}
