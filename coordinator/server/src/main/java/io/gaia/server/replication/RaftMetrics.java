package io.gaia.server.replication;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import org.apache.ratis.thirdparty.com.codahale.metrics.Snapshot;

/** A node's numbers for whoever watches it, under {@code gaia.raft}. */
public final class RaftMetrics {
  private RaftMetrics() {}

  /** To be called before the node starts. */
  public static void of(CoordinationNode node, MetricRegistry metrics) {
    gauge(metrics, "term", () -> node.status().term());
    gauge(metrics, "leading", () -> node.sequencer().isLeading() ? 1 : 0);
    gauge(metrics, "leader.known", () -> node.status().leader().isPresent() ? 1 : 0);
    gauge(metrics, "leader.changes", node::leaderChanges);
    gauge(metrics, "members", () -> node.status().peers().size());
    gauge(metrics, "commit.index", () -> node.status().commitIndex());
    gauge(metrics, "applied.index", () -> node.status().appliedIndex());
    gauge(metrics, "apply.lag", () -> lag(node.status()));
    gauge(metrics, "snapshot.index", node::snapshotIndex);
    LogTimes times = new LogTimes(node.nodeId());
    gauge(metrics, "log.syncs", times::syncs);
    gauge(metrics, "log.sync.seconds.p50", () -> times.sync(Snapshot::getMedian));
    gauge(metrics, "log.sync.seconds.p99", () -> times.sync(Snapshot::get99thPercentile));
    gauge(metrics, "log.sync.seconds.max", () -> times.sync(Snapshot::getMax));
    Histogram batch = metrics.histogram("gaia.raft.entry.commands");
    node.addListener((result, view) -> batch.update(result.replies().size()));
  }

  private static void gauge(MetricRegistry metrics, String name, Gauge<Number> gauge) {
    metrics.register("gaia.raft." + name, gauge);
  }

  private static long lag(NodeStatus status) {
    return Math.max(0, status.commitIndex() - status.appliedIndex());
  }
}
