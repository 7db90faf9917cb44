package io.gaia.server.coordination;

import io.gaia.core.View;
import io.gaia.core.event.Event;
import io.gaia.core.event.SessionEvent;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.model.Attempt;
import io.gaia.core.model.Claim;
import io.gaia.core.model.Task;
import io.gaia.server.live.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who is told of an event: everything goes to the cluster's channel, a session's to its user. */
final class EventChannels {
  private EventChannels() {}

  /**
   * @param view right after the entry that the event belongs to
   */
  static List<String> names(Event event, View view) {
    List<String> names = new ArrayList<>();
    names.add(Channel.cluster().name());
    sessionOf(event, view)
        .flatMap(view::session)
        .map(session -> Channel.user(session.profile().userId()).name())
        .ifPresent(names::add);
    return names;
  }

  static List<Channel> parsed(List<String> names) {
    return names.stream().flatMap(name -> Channel.parse(name).stream()).toList();
  }

  /** The session itself; of a task the one that works on it, or that did so last. */
  private static Optional<String> sessionOf(Event event, View view) {
    if (event instanceof SessionEvent) {
      return Optional.of(event.entityId());
    }
    return event instanceof TaskEvent
        ? view.task(event.entityId()).flatMap(EventChannels::workerOf)
        : Optional.empty();
  }

  private static Optional<String> workerOf(Task task) {
    List<Attempt> attempts = task.attempts();
    return task.claim()
        .map(Claim::sessionId)
        .or(
            () ->
                attempts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(attempts.get(attempts.size() - 1).sessionId()));
  }
}
