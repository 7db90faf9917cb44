package io.gaia.server.classroom;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.lifecycle.Managed;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.classroom.FeedStart.TopicStart;
import io.gaia.server.config.KafkaSettings;
import io.gaia.server.kafka.KafkaLink;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole topics on one thread, from the beginning, every partition, without a group: each node
 * has the same view. While Kafka is down it tries forever; when a topic was deleted and made again
 * it begins anew.
 */
public final class TopicFeed implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(3);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final Map<String, Topic> topics;
  private final FeedListener listener;
  private final InstantSource time;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "topic-feed");
  private volatile Optional<Consumer<String, byte[]>> open = Optional.empty();
  private volatile DependencyState state;
  private volatile boolean isCaughtUp;
  private volatile long lag;

  public TopicFeed(
      KafkaSettings settings,
      Set<Topic> topics,
      FeedListener listener,
      MetricRegistry metrics,
      InstantSource time) {
    this.settings = settings;
    this.topics = topics.stream().collect(Collectors.toMap(Topic::topicName, topic -> topic));
    this.listener = listener;
    this.time = time;
    become(Condition.CONNECTING, "the topics are not read yet");
    metrics.gauge("feed.lag", () -> (Gauge<Long>) () -> lag);
  }

  /** Whether Kafka answers; down means that the views stand still. */
  public DependencyState state() {
    return state;
  }

  /** True once all that was there at the start is read; then the views can be served. */
  public boolean isCaughtUp() {
    return isCaughtUp;
  }

  @Override
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() throws InterruptedException {
    stopping.countDown();
    open.ifPresent(Consumer::wakeup);
    thread.join(CALL_TIMEOUT.toMillis());
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void run() {
    while (!isStopping()) {
      try (Admin admin = Admin.create(adminProperties());
          Consumer<String, byte[]> consumer = new KafkaConsumer<>(consumerProperties())) {
        open = Optional.of(consumer);
        read(admin, consumer);
      } catch (WakeupException e) {
        LOG.debug("Woken to stop");
      } catch (InterruptedException e) {
        return;
      } catch (Exception | LinkageError e) {
        failed(e);
      } finally {
        open = Optional.empty();
      }
    }
  }

  private void failed(Throwable e) {
    Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
    if (state.condition() != Condition.DOWN) {
      LOG.warn("The topics cannot be read; trying again", cause);
    }
    become(Condition.DOWN, "the topics cannot be read: " + cause);
    try {
      stopping.await(settings.retryInterval().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Admin admin, Consumer<String, byte[]> consumer) throws Exception {
    Map<String, TopicDescription> layout = await(look(admin));
    List<TopicPartition> partitions = partitions(layout.values());
    consumer.assign(partitions);
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, CALL_TIMEOUT);
    Map<TopicPartition, Long> next = consumer.endOffsets(partitions, CALL_TIMEOUT);
    first.forEach(consumer::seek);
    isCaughtUp = false;
    listener.opened(start(layout, first, next));
    become(Condition.UP, "the topics are read");

    KafkaFuture<Map<String, TopicDescription>> looking = look(admin);
    Instant lookedAt = time.instant();
    while (!isStopping()) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        listener.accept(feedRecord(record));
      }
      Instant now = time.instant();
      listener.idle(now);
      catchUp(consumer, next);
      if (looking.isDone() && lookedAt.plus(LOOK_INTERVAL).isBefore(now)) {
        check(looking, layout);
        looking = look(admin);
        lookedAt = now;
      }
    }
  }

  private void catchUp(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> next) {
    lag = next.keySet().stream().mapToLong(each -> consumer.currentLag(each).orElse(0)).sum();
    if (!isCaughtUp
        && next.entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
      listener.caughtUp();
      isCaughtUp = true;
      LOG.info("The topics are read to their end");
    }
  }

  /** Kafka down is waited for; a topic of another life, or with more partitions, is read anew. */
  private void check(
      KafkaFuture<Map<String, TopicDescription>> looked, Map<String, TopicDescription> layout)
      throws Exception {
    Map<String, TopicDescription> now;
    try {
      now = looked.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.errors.UnknownTopicOrPartitionException) {
        throw e;
      }
      become(Condition.DOWN, "Kafka does not answer; the views stand still: " + e.getCause());
      return;
    }
    become(Condition.UP, "the topics are read");
    for (TopicDescription topic : now.values()) {
      TopicDescription before = layout.get(topic.name());
      if (!before.topicId().equals(topic.topicId())
          || before.partitions().size() != topic.partitions().size()) {
        throw new IllegalStateException("topic " + topic.name() + " was made anew or changed");
      }
    }
  }

  private KafkaFuture<Map<String, TopicDescription>> look(Admin admin) {
    return admin.describeTopics(topics.keySet()).allTopicNames();
  }

  private static <T> T await(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static List<TopicPartition> partitions(Collection<TopicDescription> layout) {
    return layout.stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
        .toList();
  }

  private FeedStart start(
      Map<String, TopicDescription> layout,
      Map<TopicPartition, Long> first,
      Map<TopicPartition, Long> next) {
    Map<Topic, TopicStart> starts = new HashMap<>();
    layout.forEach(
        (name, topic) -> {
          List<TopicPartition> partitions = partitions(List.of(topic));
          starts.put(
              topics.get(name),
              new TopicStart(
                  topic.topicId().toString(),
                  partitions.stream().map(first::get).toList(),
                  partitions.stream().map(next::get).toList()));
        });
    return new FeedStart(starts);
  }

  private FeedRecord feedRecord(ConsumerRecord<String, byte[]> record) {
    return new FeedRecord(
        topics.get(record.topic()),
        record.partition(),
        record.offset(),
        Optional.ofNullable(record.key()).orElse(""),
        Optional.ofNullable(record.value()),
        Instant.ofEpochMilli(record.timestamp()));
  }

  private void become(Condition condition, String detail) {
    DependencyState before = state;
    if (before == null || before.condition() != condition) {
      state = new DependencyState(condition, detail, time.instant());
    }
  }

  private Map<String, Object> adminProperties() {
    Map<String, Object> properties = KafkaLink.clientProperties(settings);
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "gaia-feed-look");
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis() / 2);
    return properties;
  }

  private Map<String, Object> consumerProperties() {
    Map<String, Object> properties = KafkaLink.clientProperties(settings);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "gaia-feed");
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
    return properties;
  }
}
