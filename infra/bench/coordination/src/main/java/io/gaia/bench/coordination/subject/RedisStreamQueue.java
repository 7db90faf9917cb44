package io.gaia.bench.coordination.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * A stream with one consumer group; what is done is acknowledged and deleted. No priorities, no
 * delays, no retries but by asking for what is pending; a batch goes through one pipeline.
 */
final class RedisStreamQueue implements PullQueue {
  private static final String STREAM = "bench";
  private static final String GROUP = "workers";

  private final List<Jedis> clients = new ArrayList<>();

  RedisStreamQueue(String address, int clients) {
    for (int i = 0; i < clients; i++) {
      this.clients.add(new Jedis(HostAndPort.from(address)));
    }
    Jedis first = this.clients.get(0);
    first.del(STREAM);
    first.xgroupCreate(STREAM, GROUP, new StreamEntryID(0, 0), true);
  }

  @Override
  public void enqueue(int client, List<String> payloads) {
    Jedis own = clients.get(client);
    if (payloads.size() == 1) {
      own.xadd(STREAM, Map.of("payload", payloads.get(0)), XAddParams.xAddParams());
      return;
    }
    try (Pipeline pipeline = own.pipelined()) {
      payloads.forEach(
          payload -> pipeline.xadd(STREAM, Map.of("payload", payload), XAddParams.xAddParams()));
      pipeline.sync();
    }
  }

  @Override
  public List<Held> claim(int client, int max) {
    List<Map.Entry<String, List<StreamEntry>>> answer =
        clients
            .get(client)
            .xreadGroup(
                GROUP,
                "client-" + client,
                XReadGroupParams.xReadGroupParams().count(max),
                Map.of(STREAM, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
    return answer == null
        ? List.of()
        : answer.get(0).getValue().stream()
            .map(entry -> new Held(entry.getID().toString(), 0))
            .toList();
  }

  @Override
  public void complete(int client, List<Held> tasks) {
    StreamEntryID[] ids =
        tasks.stream().map(task -> new StreamEntryID(task.id())).toArray(StreamEntryID[]::new);
    try (Pipeline pipeline = clients.get(client).pipelined()) {
      pipeline.xack(STREAM, GROUP, ids);
      pipeline.xdel(STREAM, ids);
      pipeline.sync();
    }
  }

  @Override
  public void close() {
    clients.forEach(Jedis::close);
  }
}
