package io.gaia.server.classroom;

import io.dropwizard.lifecycle.Managed;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.kafka.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes classes that were seen in events and never recorded, by writing them to the topic of
 * classes. Written once; again only if the record does not come back for a while.
 */
public final class ClassroomMaker implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(ClassroomMaker.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

  private final EventPublisher publisher;
  private final Map<Classroom, Instant> written = new HashMap<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "classroom-maker");
            thread.setDaemon(true);
            return thread;
          });

  public ClassroomMaker(EventPublisher publisher) {
    this.publisher = publisher;
  }

  /** Returns at once; called by one thread. */
  void make(Set<Classroom> unwritten, Instant now) {
    written.keySet().retainAll(unwritten);
    List<Classroom> due =
        unwritten.stream()
            .filter(
                classroom ->
                    written.getOrDefault(classroom, Instant.MIN).isBefore(now.minus(AGAIN_AFTER)))
            .toList();
    if (!due.isEmpty()) {
      due.forEach(classroom -> written.put(classroom, now));
      writer.execute(() -> write(due));
    }
  }

  private void write(List<Classroom> due) {
    SortedMap<Integer, String> unconfirmed =
        publisher.tryPublish(
            due.stream()
                .map(classroom -> Outgoing.of(Topic.CLASSROOMS, classroom.classroomId(), classroom))
                .toList());
    if (!unconfirmed.isEmpty()) {
      LOG.warn(
          "{} of {} new classes could not be recorded ({}); trying again",
          unconfirmed.size(),
          due.size(),
          unconfirmed.get(unconfirmed.firstKey()));
    }
  }

  @Override
  public void stop() {
    writer.shutdownNow();
  }
}
