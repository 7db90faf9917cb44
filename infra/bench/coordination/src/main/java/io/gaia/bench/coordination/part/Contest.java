package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.server.EtcdServer;
import io.gaia.bench.coordination.server.MeasuredServer;
import io.gaia.bench.coordination.server.PostgresServer;
import io.gaia.bench.coordination.server.RedisServer;
import io.gaia.bench.coordination.server.ZooKeeperServer;
import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Those who are compared, each started; only one is asked at a time. */
final class Contest implements AutoCloseable {
  private final Map<Subject, MeasuredServer> servers = new EnumMap<>(Subject.class);

  private Contest() {}

  static Contest start(Workshop workshop, List<Subject> candidates) throws Exception {
    Contest contest = new Contest();
    try {
      for (Subject subject : candidates) {
        if (workshop.chosen().contains(subject)) {
          contest.servers.put(subject, contest.serverOf(workshop, subject));
        }
      }
      return contest;
    } catch (Exception e) {
      contest.close();
      throw e;
    }
  }

  private MeasuredServer serverOf(Workshop workshop, Subject subject) throws Exception {
    MeasuredServer server =
        switch (subject) {
          case GAIA -> workshop.gaia().start();
          case GAIA_SOCKET -> servers.get(Subject.GAIA);
          case SKIP_LOCKED, DB_SCHEDULER, JOBRUNR -> postgres(workshop);
          case REDIS_STREAM -> RedisServer.start(workshop.servers());
          case ZOOKEEPER -> ZooKeeperServer.start(workshop.servers(), workshop.plan().nodes());
          case ETCD -> EtcdServer.start(workshop.servers(), workshop.plan().nodes());
        };
    workshop.describe().accept(subject.title(), server.description());
    return server;
  }

  /** The three on PostgreSQL share one; each makes its own tables when its turn comes. */
  private MeasuredServer postgres(Workshop workshop) throws Exception {
    for (MeasuredServer server : servers.values()) {
      if (server instanceof PostgresServer) {
        return server;
      }
    }
    return PostgresServer.start(workshop.servers(), workshop.checkout());
  }

  Iterable<Subject> subjects() {
    return servers.keySet();
  }

  Target target(Subject subject) {
    return servers.get(subject).target(subject);
  }

  @Override
  public void close() {
    servers.values().stream().distinct().forEach(MeasuredServer::close);
  }
}
