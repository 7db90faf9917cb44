package io.gaia.bench.coordination.subject;

/** Opens who is measured. */
public final class Subjects {
  private Subjects() {}

  /**
   * A queue to claim from.
   *
   * @param batch most tasks that a client holds at once
   */
  public static PullQueue pullQueue(Target target, int clients, int batch) throws Exception {
    return switch (target.subject()) {
      case GAIA -> new GaiaQueue(new GaiaApi(target), clients, batch);
      case SKIP_LOCKED -> new SkipLockedQueue(target.address(), clients);
      case REDIS_STREAM -> new RedisStreamQueue(target.address(), clients);
      case GAIA_SOCKET, DB_SCHEDULER, JOBRUNR, ZOOKEEPER, ETCD ->
          throw unsuited(target, "a queue to claim from");
    };
  }

  public static PushQueue pushQueue(Target target) {
    return switch (target.subject()) {
      case DB_SCHEDULER -> new DbSchedulerQueue(target.address());
      case JOBRUNR -> new JobRunrQueue(target.address());
      case GAIA, GAIA_SOCKET, SKIP_LOCKED, REDIS_STREAM, ZOOKEEPER, ETCD ->
          throw unsuited(target, "a queue with workers of its own");
    };
  }

  public static LockUnderTest locks(Target target, int clients) throws Exception {
    return switch (target.subject()) {
      case GAIA -> new GaiaLocks(new GaiaApi(target), clients);
      case GAIA_SOCKET -> new GaiaSocketLocks(target, clients);
      case ZOOKEEPER -> new CuratorLocks(target.address(), clients);
      case ETCD -> new EtcdLocks(target.address(), clients);
      case SKIP_LOCKED, DB_SCHEDULER, JOBRUNR, REDIS_STREAM -> throw unsuited(target, "locks");
    };
  }

  public static WriteUnderTest writes(Target target, int clients) throws Exception {
    return switch (target.subject()) {
      case GAIA -> new GaiaWrites(new GaiaApi(target));
      case GAIA_SOCKET -> new GaiaSocketWrites(new GaiaSocket(target));
      case ZOOKEEPER -> new CuratorWrites(target.address(), clients);
      case ETCD -> new EtcdWrites(target.address());
      case SKIP_LOCKED, DB_SCHEDULER, JOBRUNR, REDIS_STREAM ->
          throw unsuited(target, "small writes");
    };
  }

  private static IllegalArgumentException unsuited(Target target, String what) {
    return new IllegalArgumentException(target.subject().title() + " is not measured as " + what);
  }
}
