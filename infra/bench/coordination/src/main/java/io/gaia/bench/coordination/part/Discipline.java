package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.load.WorkloadKind;
import java.util.List;

/**
 * What Gaia, ZooKeeper and etcd all do, each client on its own and again as soon as it is answered.
 *
 * @param rate what is counted
 * @param latencies what is timed, a column each
 */
public record Discipline(
    WorkloadKind kind,
    String title,
    String what,
    String rate,
    List<String> latencies,
    List<String> notes) {

  public static Discipline locks() {
    return new Discipline(
        WorkloadKind.LOCKS,
        "Locks",
        "Each client takes and releases a lock of its own, as fast as it is answered.",
        "acquire + release, 1/s",
        List.of("acquire", "release"),
        List.of(
            "Gaia: ttl, lease of the owner, fair queue, a fence with every lock; two log entries,"
                + " two HTTP requests, or two calls over a socket that all clients share.",
            "Curator's InterProcessMutex: ephemeral sequential nodes, fair queue, lives as long as"
                + " the connection's session, no fence; two log entries, one more read.",
            "etcd's lock: lives as long as its lease, fair queue, its revision serves as a fence;"
                + " two log entries; all clients share one HTTP/2 connection."));
  }

  public static Discipline smallWrites() {
    return new Discipline(
        WorkloadKind.WRITES,
        "Small writes",
        "Each client writes 200 B, again as soon as it is answered.",
        "1/s",
        List.of("write"),
        List.of(
            "Gaia: a task is put in; JSON over HTTP/1.1 with a checked JWT, or over a socket that"
                + " all clients share.",
            "ZooKeeper: setData on a node of the client's own. etcd: put to a key of the client's"
                + " own; all clients share one HTTP/2 connection."));
  }
}
