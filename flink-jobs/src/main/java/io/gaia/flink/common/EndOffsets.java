package io.gaia.flink.common;

import io.gaia.schemas.topic.Topic;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Knows where a topic ends. */
@FunctionalInterface
public interface EndOffsets extends Serializable {

  /**
   * The offset after the last record of each partition that has records.
   *
   * @throws Exception if nobody can tell now; ask again
   */
  Map<Integer, Long> read() throws Exception;

  /** Asks the brokers. */
  record OfTopic(String bootstrapServers, Topic topic) implements EndOffsets {
    private static final long TIMEOUT_SECONDS = 5;

    @Override
    public Map<Integer, Long> read() throws Exception {
      String timeout = String.valueOf(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
      Map<String, Object> settings =
          Map.of(
              "bootstrap.servers",
              bootstrapServers,
              "default.api.timeout.ms",
              timeout,
              "request.timeout.ms",
              timeout);
      try (Admin admin = Admin.create(settings)) {
        TopicDescription description =
            admin
                .describeTopics(List.of(topic.topicName()))
                .allTopicNames()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .get(topic.topicName());
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicPartitionInfo partition : description.partitions()) {
          partitions.add(new TopicPartition(topic.topicName(), partition.partition()));
        }
        Map<TopicPartition, ListOffsetsResultInfo> starts =
            offsets(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> ends =
            offsets(admin, partitions, OffsetSpec.latest());
        Map<Integer, Long> present = new TreeMap<>();
        ends.forEach(
            (partition, end) -> {
              if (end.offset() > starts.get(partition).offset()) {
                present.put(partition.partition(), end.offset());
              }
            });
        return present;
      }
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
        Admin admin, List<TopicPartition> partitions, OffsetSpec spec) throws Exception {
      Map<TopicPartition, OffsetSpec> asked = new java.util.HashMap<>();
      partitions.forEach(partition -> asked.put(partition, spec));
      return admin.listOffsets(asked).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
  }
}
