package io.gaia.server.classroom;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.DetectionRules;
import io.gaia.schemas.event.Erasure;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.classroom.FeedStart.TopicStart;
import io.gaia.server.live.Channel;
import io.gaia.server.live.HubPublisher;
import io.gaia.server.live.HubPublisher.Publication;
import io.gaia.server.live.StreamSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the topics' records into the views, and what is new about alerts to the hub. A record that
 * cannot be read is counted, logged and passed over.
 */
final class ClassroomFeed implements FeedListener {

  /** The topics that make the views. */
  public static final Set<Topic> TOPICS =
      Set.of(
          Topic.CLASSROOMS,
          Topic.ROSTER,
          Topic.STUDENT_FRUSTRATION,
          Topic.TEACHER_ALERTS,
          Topic.CLASSROOM_SNAPSHOTS,
          Topic.INTERVENTIONS,
          Topic.DETECTION_RULES,
          Topic.ERASURES);

  private static final Logger LOG = LoggerFactory.getLogger(ClassroomFeed.class);
  private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(1);
  private static final int PUBLISHED_AT_ONCE = 64;
  private static final byte[] NOTHING = {};

  private final ClassroomViews views;
  private final HubPublisher hub;
  private final AlertTopicHistory history;
  private final ClassroomMaker maker;
  private final InstantSource time;
  private final Meter unreadable;
  private final Timer alertDelay;
  private final List<Publication> read = new ArrayList<>();
  private Instant prunedAt = Instant.MIN;
  private boolean isCaughtUp;

  ClassroomFeed(
      ClassroomViews views,
      HubPublisher hub,
      AlertTopicHistory history,
      ClassroomMaker maker,
      MetricRegistry metrics,
      InstantSource time) {
    this.views = views;
    this.hub = hub;
    this.history = history;
    this.maker = maker;
    this.time = time;
    unreadable = metrics.meter("feed.unreadable");
    alertDelay = metrics.timer("feed.alert-delay");
  }

  @Override
  public void opened(FeedStart start) {
    read.clear();
    views.reset();
    isCaughtUp = false;
    TopicStart alerts = start.topics().get(Topic.TEACHER_ALERTS);
    history.opened(alerts);
    hub.open(StreamSource.ALERTS, alerts.topicId(), alerts.first(), alerts.next());
  }

  @Override
  public void accept(FeedRecord record) {
    try {
      switch (record.topic()) {
        case TEACHER_ALERTS -> alert(record);
        case STUDENT_FRUSTRATION ->
            change(record, StudentFrustration.class, views::apply, views::forgetStudent);
        case CLASSROOMS -> change(record, Classroom.class, views::apply, views::forgetClassroom);
        case ROSTER -> change(record, RosterEntry.class, views::apply, views::forgetRosterEntry);
        case CLASSROOM_SNAPSHOTS ->
            change(record, ClassroomSnapshot.class, views::apply, views::forgetSnapshots);
        case DETECTION_RULES ->
            change(record, DetectionRules.class, views::apply, views::forgetRule);
        case ERASURES -> {
          change(record, Erasure.class, views::apply, key -> {});
          forgetErased();
        }
        case INTERVENTIONS -> change(record, Intervention.class, views::apply, key -> {});
        case USABILITY_METRICS,
            SATISFACTION_RATINGS,
            FRUSTRATION_EVENTS,
            COORDINATION_EVENTS,
            REJECTED_EVENTS ->
            throw new IllegalArgumentException(record.topic() + " is not read here");
      }
    } catch (UncheckedIOException e) {
      unreadable.mark();
      LOG.warn(
          "Passed over a record of {} that cannot be read, partition {} offset {}: {}",
          record.topic().topicName(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  /** While the topics are read to their end nobody is asked for, so once at the end is enough. */
  private void forgetErased() {
    if (isCaughtUp) {
      publishRead();
      // what readers missed meanwhile they get from the topic, where erased students are left out
      views
          .forgetErased()
          .forEach(classroom -> hub.forget(StreamSource.ALERTS, Channel.classroom(classroom)));
    }
  }

  private interface Change<T> {
    void with(T event);
  }

  private static <T extends Record> void change(
      FeedRecord record, Class<T> type, Change<T> apply, Change<String> erase) {
    if (record.value().isPresent()) {
      apply.with(read(record.value().get(), type));
    } else {
      erase.with(record.key());
    }
  }

  /** Reads a record and makes sure that no field is missing. */
  static <T extends Record> T read(byte[] json, Class<T> type) {
    T event = EventCodec.fromBytes(json, type);
    for (RecordComponent field : type.getRecordComponents()) {
      try {
        if (field.getAccessor().invoke(event) == null) {
          throw new UncheckedIOException(new IOException(field.getName() + " is missing"));
        }
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("a record's field cannot be read", e);
      }
    }
    return event;
  }

  private void alert(FeedRecord record) {
    Optional<TeacherAlert> news = Optional.empty();
    try {
      news = record.value().map(value -> read(value, TeacherAlert.class)).flatMap(views::apply);
    } finally {
      // also past what cannot be read, or cursors would stand still
      List<Channel> channels =
          news.map(alert -> List.of(Channel.classroom(alert.classroomId()))).orElse(List.of());
      publish(
          new Publication(
              record.partition(),
              record.offset(),
              channels,
              news.map(EventCodec::toBytes).orElse(NOTHING)));
    }
    if (isCaughtUp) {
      Duration delay = Duration.between(record.at(), time.instant());
      alertDelay.update(delay.isNegative() ? Duration.ZERO : delay);
    }
  }

  /** What is read together goes to the sockets together, but not too much of it. */
  private void publish(Publication alert) {
    read.add(alert);
    if (read.size() >= PUBLISHED_AT_ONCE) {
      publishRead();
    }
  }

  private void publishRead() {
    if (!read.isEmpty()) {
      hub.publish(StreamSource.ALERTS, read);
      read.clear();
    }
  }

  @Override
  public void idle(Instant now) {
    publishRead();
    if (prunedAt.isBefore(now.minus(PRUNE_INTERVAL))) {
      prunedAt = now;
      views.prune(now);
    }
    if (isCaughtUp) {
      maker.make(views.unwrittenClassrooms(), now);
    }
  }

  @Override
  public void caughtUp() {
    isCaughtUp = true;
    forgetErased();
  }
}
