package io.gaia.server.classroom;

import io.dropwizard.core.setup.Environment;
import io.gaia.schemas.event.DetectionRules;
import io.gaia.schemas.event.ErasedStudents;
import io.gaia.server.config.KafkaSettings;
import io.gaia.server.database.Database;
import io.gaia.server.erasure.ErasureTables;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.live.HubPublisher;
import io.gaia.server.live.StreamSource;
import io.gaia.server.ops.DependencyHealth;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** Puts the classroom half into the service: views fed by the topics, and the routes over them. */
public final class ClassroomModule {

  private final ClassroomViews views = new ClassroomViews();
  private final ClassroomAccess access = new ClassroomAccess(views);

  /** Who was erased, as far as the topics were read. */
  public ErasedStudents erased() {
    return views.erased();
  }

  /** Who may see which class; good before anything is installed. */
  public ClassroomAccess access() {
    return access;
  }

  /**
   * Reads the topics and serves the routes; without Kafka the routes answer 503.
   *
   * @param configured what rule {@code global} says when nobody has set it
   */
  public void install(
      Environment environment,
      KafkaSettings kafka,
      EventPublisher publisher,
      HubPublisher hub,
      Optional<Database> database,
      DetectionRules configured,
      InstantSource time) {
    AlertTopicHistory history = new AlertTopicHistory(kafka, views.erased());
    ClassroomFeed feed = feed(environment, publisher, hub, history, time);
    if (kafka.bootstrapServers().isEmpty()) {
      serve(
          environment,
          publisher,
          database,
          configured,
          new Readiness(() -> false, "KAFKA_BOOTSTRAP_SERVERS is not set"),
          time);
      return;
    }
    RosterWatch watched = new RosterWatch(feed, access, hub);
    TopicFeed topics =
        new TopicFeed(kafka, ClassroomFeed.TOPICS, watched, environment.metrics(), time);
    hub.history(StreamSource.ALERTS, history);
    environment.lifecycle().manage(history);
    environment.lifecycle().manage(topics);
    environment.healthChecks().register("topic-feed", new DependencyHealth(topics::state));
    serve(
        environment,
        publisher,
        database,
        configured,
        new Readiness(topics::isCaughtUp, "The topics are not read to their end yet"),
        time);
  }

  /** What hears the records; tests give them to it without Kafka. */
  ClassroomFeed feed(
      Environment environment,
      EventPublisher publisher,
      HubPublisher hub,
      AlertTopicHistory history,
      InstantSource time) {
    ClassroomMaker maker = new ClassroomMaker(publisher);
    environment.lifecycle().manage(maker);
    return new ClassroomFeed(views, hub, history, maker, environment.metrics(), time);
  }

  void serve(
      Environment environment,
      EventPublisher publisher,
      Optional<Database> database,
      DetectionRules configured,
      Readiness readiness,
      InstantSource time) {
    TeacherActions actions = new TeacherActions(views, publisher, time);
    SnapshotHistory snapshots = new SnapshotHistory(views, database.map(SnapshotQuery::new));
    Optional<HistoryQuery> history = database.map(HistoryQuery::new);
    environment
        .jersey()
        .register(new ClassroomResource(views, access, readiness, snapshots, history, time));
    StudentErasing erasing =
        new StudentErasing(
            views, publisher, database.map(ErasureTables::new), new SecureRandom(), time);
    environment
        .jersey()
        .register(new StudentResource(views, access, readiness, erasing, database, time));
    environment.jersey().register(new RosterResource(views, readiness, publisher, erasing, time));
    environment.jersey().register(new TimetableResource(views, access, readiness, publisher));
    environment
        .jersey()
        .register(new RuleResource(views, access, readiness, publisher, configured));
    environment.jersey().register(new AlertResource(views, access, readiness, actions, time));
    environment
        .jersey()
        .register(new InterventionResource(views, access, readiness, actions, time));
  }
}
