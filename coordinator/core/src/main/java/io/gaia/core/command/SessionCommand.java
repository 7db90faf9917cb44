package io.gaia.core.command;

import io.gaia.core.model.SessionProfile;
import java.util.List;
import java.util.OptionalLong;

/** What can be asked about sessions. */
public sealed interface SessionCommand extends Command {
  @Override
  default <R> R match(Command.Cases<R> cases) {
    return match((Cases<R>) cases);
  }

  @Override
  default <R> R family(Command.Families<R> families) {
    return families.session(this);
  }

  <R> R match(Cases<R> cases);

  /**
   * Makes a session, or a new incarnation of the one that has the name.
   *
   * @param newId used if the name is new
   * @param takeover also when a living session has the name
   */
  record RegisterSession(String newId, SessionProfile profile, boolean takeover)
      implements SessionCommand {
    @Override
    public String subject() {
      return profile.name();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.registerSession(this);
    }
  }

  /**
   * Renews the lease; progress is reported beside it, and a stale fence in it changes nothing.
   *
   * @param incarnation the current one if absent
   */
  record Heartbeat(String sessionId, OptionalLong incarnation, List<ProgressReport> progress)
      implements SessionCommand {
    public Heartbeat {
      progress = List.copyOf(progress);
    }

    @Override
    public String subject() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.heartbeat(this);
    }
  }

  /** Pauses, resumes or drains. */
  record UpdateSession(String sessionId, SessionChange change) implements SessionCommand {
    @Override
    public String subject() {
      return sessionId + " " + change.wireName();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.updateSession(this);
    }
  }

  /** Declares a session dead: as if its lease had run out. */
  record FailSession(String sessionId, String reason) implements SessionCommand {
    @Override
    public String subject() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.failSession(this);
    }
  }

  /** A session says goodbye: its tasks go back, its locks are free at once. */
  record UnregisterSession(String sessionId) implements SessionCommand {
    @Override
    public String subject() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.unregisterSession(this);
    }
  }

  /** One case for each. */
  interface Cases<R> {
    R registerSession(RegisterSession command);

    R heartbeat(Heartbeat command);

    R updateSession(UpdateSession command);

    R failSession(FailSession command);

    R unregisterSession(UnregisterSession command);
  }
}
