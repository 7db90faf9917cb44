package io.gaia.server.auth;

import io.gaia.schemas.topic.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Makes a real broker compact topics within moments instead of a day. */
final class Compaction {
  private static final Map<String, String> SOON =
      Map.of(
          "segment.ms", "100",
          "max.compaction.lag.ms", "100",
          "min.cleanable.dirty.ratio", "0.0",
          "delete.retention.ms", "0");

  private final AccessScene scene;
  private final Admin admin;
  private final List<Topic> topics;

  Compaction(AccessScene scene, Admin admin, List<Topic> topics) {
    this.scene = scene;
    this.admin = admin;
    this.topics = topics;
  }

  static ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
  }

  void hasten() throws Exception {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (Topic topic : topics) {
      changes.put(
          resource(topic),
          SOON.entrySet().stream()
              .map(
                  each ->
                      new AlterConfigOp(
                          new ConfigEntry(each.getKey(), each.getValue()),
                          AlterConfigOp.OpType.SET))
              .toList());
    }
    admin.incrementalAlterConfigs(changes).all().get();
  }

  /** The newest segment is never compacted, so each partition gets a record that begins another. */
  void nudge() throws Exception {
    for (Topic topic : topics) {
      int partitions =
          admin
              .describeTopics(List.of(topic.topicName()))
              .allTopicNames()
              .get()
              .get(topic.topicName())
              .partitions()
              .size();
      scene.nudge(topic, partitions);
    }
  }
}
