package io.gaia.bench.coordination.subject;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Lock;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.support.CloseableClient;
import io.etcd.jetcd.support.Observers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Locks of etcd's lock service; each client has a lease of its own, which is kept alive. */
final class EtcdLocks implements LockUnderTest {
  private static final int PATIENCE_SECONDS = 30;
  private static final int LEASE_SECONDS = 30;

  private final Client client;
  private final Lock locks;
  private final List<Long> leases = new ArrayList<>();
  private final List<CloseableClient> keptAlive = new ArrayList<>();
  private final ByteSequence[] held;

  /**
   * @param address base URLs, with commas between
   */
  EtcdLocks(String address, int clients) throws Exception {
    client = Client.builder().endpoints(address.split(",")).build();
    locks = client.getLockClient();
    held = new ByteSequence[clients];
    for (int i = 0; i < clients; i++) {
      long lease =
          client
              .getLeaseClient()
              .grant(LEASE_SECONDS)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .getID();
      leases.add(lease);
      keptAlive.add(
          client
              .getLeaseClient()
              .keepAlive(lease, Observers.<LeaseKeepAliveResponse>observer(answer -> {})));
    }
  }

  @Override
  public void acquire(int number) throws Exception {
    ByteSequence name = ByteSequence.from("bench/lock-" + number, StandardCharsets.UTF_8);
    held[number] =
        locks.lock(name, leases.get(number)).get(PATIENCE_SECONDS, TimeUnit.SECONDS).getKey();
  }

  @Override
  public void release(int number) throws Exception {
    locks.unlock(held[number]).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    keptAlive.forEach(CloseableClient::close);
    client.close();
  }
}
