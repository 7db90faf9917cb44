package io.gaia.bench.coordination.subject;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Each client puts to a key of its own. */
final class EtcdWrites implements WriteUnderTest {
  private static final int PATIENCE_SECONDS = 30;

  private final Client client;
  private final KV keys;

  /**
   * @param address base URLs, with commas between
   */
  EtcdWrites(String address) {
    client = Client.builder().endpoints(address.split(",")).build();
    keys = client.getKVClient();
  }

  @Override
  public void write(int number, String payload) throws Exception {
    keys.put(bytes("bench-" + number), bytes(payload)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}
