package io.gaia.core;

import io.gaia.core.event.SessionEvent;
import io.gaia.core.model.Session;
import io.gaia.core.model.SessionStatus;
import io.gaia.core.model.Statistics;
import java.util.Optional;

/** How session events change the state. */
final class SessionEvolution implements SessionEvent.Cases<State> {
  private final State state;

  SessionEvolution(State state) {
    this.state = state;
  }

  @Override
  public State sessionRegistered(SessionEvent.SessionRegistered event) {
    Session before = state.sessions.get(event.sessionId()).orElseGet(() -> unborn(event));
    return state.put(
        before
            .edit()
            .registered(event.profile(), event.incarnation(), state.nowMs)
            .heard(state.nowMs, state.settings.leaseMs())
            .progressed(state.nowMs, state.settings.stallMs())
            .done());
  }

  private static Session unborn(SessionEvent.SessionRegistered event) {
    return new Session(
        event.sessionId(),
        event.profile(),
        SessionStatus.OFFLINE,
        0,
        0,
        0,
        0,
        0,
        0,
        false,
        0,
        false,
        0,
        0,
        Statistics.NONE,
        Optional.empty(),
        0);
  }

  @Override
  public State sessionRenewed(SessionEvent.SessionRenewed event) {
    return state.put(
        session(event.sessionId()).edit().heard(state.nowMs, state.settings.leaseMs()).done());
  }

  @Override
  public State sessionDegraded(SessionEvent.SessionDegraded event) {
    return state.put(session(event.sessionId()).edit().silent().done());
  }

  /** The heartbeat or the progress before it has changed the state already. */
  @Override
  public State sessionRecovered(SessionEvent.SessionRecovered event) {
    return state;
  }

  @Override
  public State sessionStalled(SessionEvent.SessionStalled event) {
    return state.put(session(event.sessionId()).edit().stalled().done());
  }

  @Override
  public State sessionUpdated(SessionEvent.SessionUpdated event) {
    return state.put(session(event.sessionId()).edit().status(event.status()).done());
  }

  @Override
  public State sessionFailed(SessionEvent.SessionFailed event) {
    return state.put(
        session(event.sessionId())
            .edit()
            .ended(SessionStatus.FAILED, Optional.of(event.reason()), state.nowMs)
            .done());
  }

  @Override
  public State sessionUnregistered(SessionEvent.SessionUnregistered event) {
    return state.put(
        session(event.sessionId())
            .edit()
            .ended(SessionStatus.OFFLINE, Optional.empty(), state.nowMs)
            .done());
  }

  @Override
  public State sessionEvicted(SessionEvent.SessionEvicted event) {
    return state.remove(session(event.sessionId()));
  }

  private Session session(String id) {
    return state.sessions.get(id).orElseThrow();
  }
}
