package io.gaia.server.classroom;

import io.dropwizard.lifecycle.Managed;
import io.gaia.schemas.event.ErasedStudents;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.classroom.FeedStart.TopicStart;
import io.gaia.server.config.KafkaSettings;
import io.gaia.server.kafka.KafkaLink;
import io.gaia.server.live.Channel;
import io.gaia.server.live.StreamHistory;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts of a class as the topic {@code teacher-alerts} has them, told as the feed told them:
 * which revision is news, and how an alert stands by then, depends on the revisions before. So a
 * reading follows its class from the oldest record on, and gives out what is after the reader's
 * position.
 */
final class AlertTopicHistory implements StreamHistory, Managed {
  private static final Logger LOG = LoggerFactory.getLogger(AlertTopicHistory.class);
  private static final String TOPIC = Topic.TEACHER_ALERTS.topicName();
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  /** Polls without a record after which Kafka counts as away. */
  private static final int SILENT_POLLS = 15;

  /** Polls of one page, so that readers take turns. */
  private static final int POLLS_PER_PAGE = 20;

  private static final int MAX_ALERTS = 50_000;

  private final KafkaSettings settings;
  private final ErasedStudents erased;
  // one for each thread that reads; those that failed are closed
  private final Deque<Consumer<String, byte[]>> idle = new ArrayDeque<>();
  private volatile List<Long> keptAfter = List.of();
  private boolean isStopped;

  /**
   * @param erased are not told of
   */
  AlertTopicHistory(KafkaSettings settings, ErasedStudents erased) {
    this.settings = settings;
    this.erased = erased;
  }

  /** The topic begins there now. */
  void opened(TopicStart start) {
    keptAfter = start.first().stream().map(first -> first - 1).toList();
  }

  @Override
  public List<Long> keptAfter() {
    return keptAfter;
  }

  @Override
  public Reading read(Channel channel, List<Long> after) {
    return new FromTopic(channel.id(), after);
  }

  /** Follows one class. */
  private final class FromTopic implements Reading {
    private final String classroomId;
    private final List<Long> after;
    private final AlertBoard board = new AlertBoard(AlertBoard.UNRESOLVED_KEPT, MAX_ALERTS);
    // the next offset of each partition; -1 before the first look
    private final long[] next;

    FromTopic(String classroomId, List<Long> after) {
      this.classroomId = classroomId;
      this.after = after;
      next = IntStream.range(0, after.size()).mapToLong(p -> -1).toArray();
    }

    @Override
    public Page next(List<Long> upTo) throws Gone, Unavailable {
      List<Integer> wanted =
          IntStream.range(0, next.length).filter(p -> upTo.get(p) > readTo(p)).boxed().toList();
      Optional<Consumer<String, byte[]>> consumer = Optional.empty();
      try {
        consumer = Optional.of(take());
        Page page = page(consumer.get(), wanted, upTo);
        giveBack(consumer.get());
        return page;
      } catch (KafkaException e) {
        consumer.ifPresent(AlertTopicHistory::drop);
        throw new Unavailable("the topic cannot be read", e);
      } catch (Gone | Unavailable e) {
        consumer.ifPresent(AlertTopicHistory::drop);
        throw e;
      }
    }

    private long readTo(int partition) {
      return Math.max(after.get(partition), next[partition] - 1);
    }

    private Page page(Consumer<String, byte[]> consumer, List<Integer> wanted, List<Long> upTo)
        throws Gone, Unavailable {
      List<PastEvent> events = new ArrayList<>();
      try {
        seek(consumer, wanted);
        fill(events, consumer, wanted, upTo);
      } catch (KafkaException | Gone | Unavailable e) {
        // what was read is given out; the next page meets the same
        if (events.isEmpty()) {
          throw e;
        }
      }
      return new Page(events, IntStream.range(0, next.length).mapToObj(this::readTo).toList());
    }

    private void fill(
        List<PastEvent> events,
        Consumer<String, byte[]> consumer,
        List<Integer> wanted,
        List<Long> upTo)
        throws Gone, Unavailable {
      long bytes = 0;
      int silent = 0;
      for (int polls = 0; polls < POLLS_PER_PAGE; polls++) {
        if (events.size() >= PAGE_EVENTS
            || bytes >= PAGE_BYTES
            || wanted.stream().allMatch(p -> readTo(p) >= upTo.get(p))) {
          return;
        }
        ConsumerRecords<String, byte[]> records = poll(consumer, wanted);
        silent = records.isEmpty() ? silent + 1 : 0;
        if (silent == SILENT_POLLS) {
          throw new Unavailable("Kafka does not answer", null);
        }
        for (ConsumerRecord<String, byte[]> record : records) {
          Optional<byte[]> told = told(record);
          next[record.partition()] = record.offset() + 1;
          if (told.isPresent()) {
            events.add(new PastEvent(record.partition(), record.offset(), told.get()));
            bytes += told.get().length;
          }
        }
      }
    }

    private ConsumerRecords<String, byte[]> poll(
        Consumer<String, byte[]> consumer, List<Integer> wanted) throws Gone {
      try {
        return consumer.poll(POLL);
      } catch (OffsetOutOfRangeException e) {
        LOG.debug("The topic's beginning moved past this reading", e);
        seekBeginning(consumer, wanted);
        return consumer.poll(POLL);
      }
    }

    private void seek(Consumer<String, byte[]> consumer, List<Integer> wanted) throws Gone {
      consumer.assign(wanted.stream().map(p -> new TopicPartition(TOPIC, p)).toList());
      List<Integer> unseen = wanted.stream().filter(p -> next[p] < 0).toList();
      if (!unseen.isEmpty()) {
        seekBeginning(consumer, unseen);
      }
      for (int p : wanted) {
        consumer.seek(new TopicPartition(TOPIC, p), next[p]);
      }
    }

    /** Where a reading was behind the topic's beginning, it goes on from there. */
    private void seekBeginning(Consumer<String, byte[]> consumer, List<Integer> partitions)
        throws Gone {
      Map<TopicPartition, Long> first =
          consumer.beginningOffsets(
              partitions.stream().map(p -> new TopicPartition(TOPIC, p)).toList());
      for (int p : partitions) {
        long beginning = first.get(new TopicPartition(TOPIC, p));
        if (beginning > readTo(p) + 1) {
          raiseKeptAfter(p, beginning - 1);
          throw new Gone("the topic does not keep it any more");
        }
        if (beginning > next[p]) {
          next[p] = beginning;
          consumer.seek(new TopicPartition(TOPIC, p), beginning);
        }
      }
    }

    private Optional<byte[]> told(ConsumerRecord<String, byte[]> record) {
      if (!classroomId.equals(record.key()) || record.value() == null) {
        return Optional.empty();
      }
      try {
        return WithoutErased.of(ClassroomFeed.read(record.value(), TeacherAlert.class), erased)
            .flatMap(board::apply)
            .filter(alert -> alert.classroomId().equals(classroomId))
            .filter(alert -> record.offset() > after.get(record.partition()))
            .map(EventCodec::toBytes);
      } catch (UncheckedIOException e) {
        // the feed has counted and logged it
        return Optional.empty();
      }
    }
  }

  private synchronized void raiseKeptAfter(int partition, long position) {
    List<Long> raised = new ArrayList<>(keptAfter);
    if (partition < raised.size()) {
      raised.set(partition, Math.max(raised.get(partition), position));
      keptAfter = List.copyOf(raised);
    }
  }

  private Consumer<String, byte[]> take() throws Unavailable {
    synchronized (this) {
      if (isStopped) {
        throw new Unavailable("the coordinator stops", null);
      }
      Consumer<String, byte[]> known = idle.poll();
      if (known != null) {
        return known;
      }
    }
    return new KafkaConsumer<>(properties());
  }

  private void giveBack(Consumer<String, byte[]> consumer) {
    synchronized (this) {
      if (!isStopped) {
        idle.push(consumer);
        return;
      }
    }
    drop(consumer);
  }

  private static void drop(Consumer<String, byte[]> consumer) {
    try {
      consumer.close(Duration.ZERO);
    } catch (KafkaException e) {
      LOG.debug("The consumer had failed", e);
    }
  }

  @Override
  public void stop() {
    List<Consumer<String, byte[]>> all;
    synchronized (this) {
      isStopped = true;
      all = List.copyOf(idle);
      idle.clear();
    }
    all.forEach(AlertTopicHistory::drop);
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(KafkaLink.clientProperties(settings));
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "gaia-alert-history");
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, PAGE_EVENTS);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
    return properties;
  }
}
