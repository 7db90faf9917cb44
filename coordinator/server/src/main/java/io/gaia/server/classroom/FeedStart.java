package io.gaia.server.classroom;

import io.gaia.schemas.topic.Topic;
import java.util.List;
import java.util.Map;

/**
 * Where reading begins: the oldest offset that a topic still has, and the one that comes next, in
 * each partition.
 */
public record FeedStart(Map<Topic, TopicStart> topics) {

  /**
   * @param topicId changes when a topic is deleted and made again
   */
  public record TopicStart(String topicId, List<Long> first, List<Long> next) {}

  public FeedStart {
    topics = Map.copyOf(topics);
  }
}
