package io.gaia.server.coordination;

import io.gaia.core.View;
import io.gaia.core.model.Session;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.ProblemCode;

/** Who may act for a session: an admin, and the agent whose subject registered it. */
final class Access {
  private Access() {}

  /** The session, if it is there and the caller may act for it. */
  static Session toSession(Caller caller, View view, String sessionId) {
    Session session = session(view, sessionId);
    if (!caller.is(Role.ADMIN) && !session.profile().userId().equals(caller.subject())) {
      throw ProblemCode.FORBIDDEN.because(
          "Session " + sessionId + " was registered by another caller");
    }
    return session;
  }

  /** As {@link #toSession(Caller, View, String)}, though the session be of this moment. */
  static Session toSession(Caller caller, CommandDesk desk, String sessionId) {
    return desk.look(view -> toSession(caller, view, sessionId));
  }

  /** Nobody takes over a living session of another caller. */
  static void toName(Caller caller, View view, String name) {
    view.sessionNamed(name)
        .filter(Session::lives)
        .ifPresent(session -> toSession(caller, view, session.id()));
  }

  static Session session(View view, String sessionId) {
    return view.session(sessionId)
        .orElseThrow(() -> ProblemCode.NOT_FOUND.because("There is no session " + sessionId));
  }
}
