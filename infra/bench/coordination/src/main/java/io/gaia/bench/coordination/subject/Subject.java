package io.gaia.bench.coordination.subject;

/** Who is measured. */
public enum Subject {
  GAIA("gaia", "Gaia over HTTP", false),
  GAIA_SOCKET("gaia-socket", "Gaia over a socket", false),
  SKIP_LOCKED("skip-locked", "SELECT ... SKIP LOCKED on PostgreSQL", false),
  DB_SCHEDULER("db-scheduler", "db-scheduler on PostgreSQL", true),
  JOBRUNR("jobrunr", "JobRunr on PostgreSQL", true),
  REDIS_STREAM("redis", "Redis stream, appendfsync always", false),
  ZOOKEEPER("zookeeper", "ZooKeeper + Curator", false),
  ETCD("etcd", "etcd + jetcd", false);

  private final String word;
  private final String title;
  private final boolean pushed;

  Subject(String word, String title, boolean pushed) {
    this.word = word;
    this.title = title;
    this.pushed = pushed;
  }

  /** On the command line. */
  public String word() {
    return word;
  }

  public String title() {
    return title;
  }

  /** True when it calls workers of its own instead of being asked for work. */
  public boolean isPushed() {
    return pushed;
  }
}
