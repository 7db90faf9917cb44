package io.gaia.local.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The settings of a node that is its own quorum and holds the only replica of everything. */
final class BrokerSettings {

  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  private static final String CLIENTS = "CLIENTS";

  private static final Map<String, String> ONE_REPLICA =
      Map.ofEntries(
          Map.entry("default.replication.factor", "1"),
          Map.entry("min.insync.replicas", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"));

  private static final Map<String, String> SMALL_AND_QUICK =
      Map.of(
          "group.initial.rebalance.delay.ms", "0",
          "log.cleaner.dedupe.buffer.size", "2097152",
          "num.network.threads", "2",
          "num.io.threads", "4",
          // after a kill the next start must wait until its own old registration has timed out
          "broker.heartbeat.interval.ms", "500",
          "broker.session.timeout.ms", "4000");

  private BrokerSettings() {}

  static Properties of(String host, int port, int controllerPort, Path data) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(NODE_ID));
    settings.put("controller.quorum.voters", NODE_ID + "@" + host + ":" + controllerPort);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("inter.broker.listener.name", CLIENTS);
    settings.put(
        "listeners",
        "%s://%s:%d,%s://%s:%d".formatted(CLIENTS, host, port, CONTROLLER, host, controllerPort));
    settings.put("advertised.listeners", "%s://%s:%d".formatted(CLIENTS, host, port));
    settings.put(
        "listener.security.protocol.map",
        "%s:PLAINTEXT,%s:PLAINTEXT".formatted(CLIENTS, CONTROLLER));
    settings.put("log.dirs", data.toAbsolutePath().toString());
    // a topic is made on purpose, with its settings; a misspelt name is an error
    settings.put("auto.create.topics.enable", "false");
    settings.putAll(ONE_REPLICA);
    settings.putAll(SMALL_AND_QUICK);
    return settings;
  }

  static int freePort(String host) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }
}
