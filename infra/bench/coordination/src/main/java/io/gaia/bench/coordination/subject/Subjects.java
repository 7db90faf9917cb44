package io.gaia.bench.coordination.subject;

/** Opens who is measured. */
public final class Subjects {
  /** Of thousands of sessions, which are not of one process. */
  private static final int SOCKETS_PER_NODE = 4;

  private Subjects() {}

  /** Many sessions of Gaia. */
  public static GaiaDoor sessions(Target target) {
    return target.subject() == Subject.GAIA_SOCKET
        ? GaiaSockets.toEachNode(target, SOCKETS_PER_NODE)
        : new GaiaApi(target);
  }

  private static GaiaDoor door(Target target) {
    return target.subject() == Subject.GAIA_SOCKET
        ? GaiaSockets.toLeader(target)
        : new GaiaApi(target);
  }

  /**
   * A queue to claim from.
   *
   * @param batch most tasks that a client holds at once
   */
  public static PullQueue pullQueue(Target target, int clients, int batch) throws Exception {
    return switch (target.subject()) {
      case GAIA, GAIA_SOCKET -> new GaiaQueue(door(target), clients, batch);
      case SKIP_LOCKED -> new SkipLockedQueue(target.address(), clients);
      case REDIS_STREAM -> new RedisStreamQueue(target.address(), clients);
      case DB_SCHEDULER, JOBRUNR, ZOOKEEPER, ETCD ->
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
      case GAIA, GAIA_SOCKET -> new GaiaLocks(door(target), clients);
      case ZOOKEEPER -> new CuratorLocks(target.address(), clients);
      case ETCD -> new EtcdLocks(target.address(), clients);
      case SKIP_LOCKED, DB_SCHEDULER, JOBRUNR, REDIS_STREAM -> throw unsuited(target, "locks");
    };
  }

  public static WriteUnderTest writes(Target target, int clients) throws Exception {
    return switch (target.subject()) {
      case GAIA, GAIA_SOCKET -> new GaiaWrites(door(target));
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
