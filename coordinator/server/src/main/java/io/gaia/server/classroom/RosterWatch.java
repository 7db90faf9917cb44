package io.gaia.server.classroom;

import io.gaia.schemas.topic.Topic;
import io.gaia.server.live.Channel;
import io.gaia.server.live.HubPublisher;
import java.time.Instant;

/**
 * Tells the hub when a class has other teachers, so that who listens follows the roster. While the
 * topics are read, also when they are read again, nobody is sent away: an old record may say what a
 * later one takes back.
 */
final class RosterWatch implements FeedListener {

  private final FeedListener views;
  private final ClassroomAccess access;
  private final HubPublisher hub;
  private boolean isCaughtUp;

  /**
   * @param views hear everything first
   */
  RosterWatch(FeedListener views, ClassroomAccess access, HubPublisher hub) {
    this.views = views;
    this.access = access;
    this.hub = hub;
    access.rosterIs(false);
  }

  @Override
  public void opened(FeedStart start) {
    isCaughtUp = false;
    access.rosterIs(false);
    views.opened(start);
  }

  @Override
  public void accept(FeedRecord record) {
    views.accept(record);
    if (isCaughtUp && record.topic() == Topic.CLASSROOMS) {
      hub.accessChanged(Channel.classroom(record.key()));
    }
  }

  @Override
  public void idle(Instant now) {
    views.idle(now);
  }

  @Override
  public void caughtUp() {
    views.caughtUp();
    isCaughtUp = true;
    access.rosterIs(true);
    hub.accessKnown();
  }
}
