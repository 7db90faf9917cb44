package io.gaia.core.event;

import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.SessionStatus;

/** What happens to sessions. */
public sealed interface SessionEvent extends Event {
  @Override
  default <R> R match(Event.Cases<R> cases) {
    return match((Cases<R>) cases);
  }

  @Override
  default <R> R family(Event.Families<R> families) {
    return families.session(this);
  }

  <R> R match(Cases<R> cases);

  /** A session is new, or back as another incarnation. */
  record SessionRegistered(String sessionId, SessionProfile profile, long incarnation)
      implements SessionEvent {
    @Override
    public String type() {
      return "session.registered";
    }

    @Override
    public String entityId() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.sessionRegistered(this);
    }
  }

  /** A heartbeat arrived. */
  record SessionRenewed(String sessionId) implements SessionEvent {
    @Override
    public String type() {
      return "session.renewed";
    }

    @Override
    public String entityId() {
      return sessionId;
    }

    @Override
    public boolean published() {
      return false;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.sessionRenewed(this);
    }
  }

  /** Silent for half a lease. */
  record SessionDegraded(String sessionId) implements SessionEvent {
    @Override
    public String type() {
      return "session.degraded";
    }

    @Override
    public String entityId() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.sessionDegraded(this);
    }
  }

  /** Heard again after silence, or progressing again after a stall. */
  record SessionRecovered(String sessionId) implements SessionEvent {
    @Override
    public String type() {
      return "session.recovered";
    }

    @Override
    public String entityId() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.sessionRecovered(this);
    }
  }

  /** Alive, with tasks, without progress. */
  record SessionStalled(String sessionId) implements SessionEvent {
    @Override
    public String type() {
      return "session.stalled";
    }

    @Override
    public String entityId() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.sessionStalled(this);
    }
  }

  /** Paused, resumed or draining. */
  record SessionUpdated(String sessionId, SessionStatus status) implements SessionEvent {
    @Override
    public String type() {
      return "session." + (status == SessionStatus.IDLE ? "resumed" : status.wireName());
    }

    @Override
    public String entityId() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.sessionUpdated(this);
    }
  }

  /** Its lease ran out, or someone said so. */
  record SessionFailed(String sessionId, String reason) implements SessionEvent {
    @Override
    public String type() {
      return "session.failed";
    }

    @Override
    public String entityId() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.sessionFailed(this);
    }
  }

  /** It said goodbye. */
  record SessionUnregistered(String sessionId) implements SessionEvent {
    @Override
    public String type() {
      return "session.unregistered";
    }

    @Override
    public String entityId() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.sessionUnregistered(this);
    }
  }

  /** A dead session left the state. */
  record SessionEvicted(String sessionId) implements SessionEvent {
    @Override
    public String type() {
      return "session.evicted";
    }

    @Override
    public String entityId() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.sessionEvicted(this);
    }
  }

  /** One case for each. */
  interface Cases<R> {
    R sessionRegistered(SessionRegistered event);

    R sessionRenewed(SessionRenewed event);

    R sessionDegraded(SessionDegraded event);

    R sessionRecovered(SessionRecovered event);

    R sessionStalled(SessionStalled event);

    R sessionUpdated(SessionUpdated event);

    R sessionFailed(SessionFailed event);

    R sessionUnregistered(SessionUnregistered event);

    R sessionEvicted(SessionEvicted event);
  }
}
