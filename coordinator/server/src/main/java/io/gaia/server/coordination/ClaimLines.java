package io.gaia.server.coordination;

import io.gaia.core.View;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Session;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who waits for work, in lines of those to whom the same tasks may go. When nothing is there for
 * the first of a line, there is nothing for the others, unless a task names its session; so a look
 * costs as much as there are lines, and not as there are sessions in them. Whoever is woken has a
 * task in mind, and no other is woken for that one. Not thread safe.
 */
final class ClaimLines {
  /** So many may ask at a time. */
  private static final int MAX_AWAKE = 256;

  /** What decides which tasks that name no session may go to one. */
  private record Kind(
      Optional<String> lessonId, Tier tier, Provider provider, List<String> capabilities) {
    static Kind of(SessionProfile profile, Optional<String> lessonId) {
      return new Kind(lessonId, profile.tier(), profile.provider(), profile.capabilities());
    }
  }

  /** One who waits. */
  static final class Place {
    private final String sessionId;
    private final Optional<String> lessonId;
    private final Kind kind;
    private final long ticket;
    private boolean awake;
    private Optional<String> hopedFor = Optional.empty();

    private Place(String sessionId, Optional<String> lessonId, Kind kind, long ticket) {
      this.sessionId = sessionId;
      this.lessonId = lessonId;
      this.kind = kind;
      this.ticket = ticket;
    }
  }

  private final Map<Kind, TreeMap<Long, Place>> lines = new HashMap<>();
  private final Map<String, Set<Place>> bySession = new HashMap<>();

  /** Have no room now, or are outside of their hours. */
  private final Set<Place> aside = new HashSet<>();

  private final Set<String> spokenFor = new HashSet<>();
  private long tickets;
  private int size;
  private int awake;

  int size() {
    return size;
  }

  Place join(Session session, Optional<String> lessonId) {
    Kind kind = Kind.of(session.profile(), lessonId);
    Place place = new Place(session.id(), lessonId, kind, tickets++);
    bySession.computeIfAbsent(session.id(), id -> new HashSet<>()).add(place);
    size++;
    line(place);
    return place;
  }

  /** What it was woken for is for others again. Who has left may leave again. */
  void leave(Place place) {
    Set<Place> ofSession = bySession.get(place.sessionId);
    if (ofSession == null || !ofSession.remove(place)) {
      return;
    }
    if (ofSession.isEmpty()) {
      bySession.remove(place.sessionId);
    }
    size--;
    sleep(place);
    unline(place);
    aside.remove(place);
  }

  /** It was woken in vain, and waits where it stood before. */
  void waitAgain(Place place) {
    if (bySession.getOrDefault(place.sessionId, Set.of()).contains(place)) {
      sleep(place);
      line(place);
    }
  }

  private void sleep(Place place) {
    if (place.awake) {
      place.awake = false;
      awake--;
      place.hopedFor.ifPresent(spokenFor::remove);
      place.hopedFor = Optional.empty();
    }
  }

  private void line(Place place) {
    lines.computeIfAbsent(place.kind, kind -> new TreeMap<>()).put(place.ticket, place);
  }

  private void unline(Place place) {
    lines.computeIfPresent(
        place.kind,
        (kind, line) -> {
          line.remove(place.ticket);
          return line.isEmpty() ? null : line;
        });
  }

  /**
   * Those for whom there is work now.
   *
   * @param sessions that are looked at one by one, because something concerns just them
   */
  List<Place> wake(View view, Collection<String> sessions) {
    List<Place> woken = new ArrayList<>();
    for (String session : sessions) {
      for (Place place : List.copyOf(bySession.getOrDefault(session, Set.of()))) {
        lookAt(place, view, woken);
      }
    }
    PriorityQueue<TreeMap<Long, Place>> firstComeFirst =
        new PriorityQueue<>(Comparator.comparingLong(TreeMap::firstKey));
    firstComeFirst.addAll(lines.values());
    while (awake < MAX_AWAKE && !firstComeFirst.isEmpty()) {
      TreeMap<Long, Place> line = firstComeFirst.poll();
      boolean goesOn = lookAt(line.firstEntry().getValue(), view, woken);
      if (goesOn && !line.isEmpty()) {
        firstComeFirst.add(line);
      }
    }
    return woken;
  }

  /** As {@link #wake}, for everyone: costs as much as there are waiters. */
  List<Place> wakeAll(View view) {
    return wake(view, List.copyOf(bySession.keySet()));
  }

  /** Those who were put aside, because time alone may have changed that. */
  List<String> aside() {
    return aside.stream().map(place -> place.sessionId).toList();
  }

  /** False when there is nothing for this one, and so for nobody in its line. */
  private boolean lookAt(Place place, View view, List<Place> woken) {
    if (place.awake || awake >= MAX_AWAKE) {
      return true;
    }
    Optional<Session> session = view.session(place.sessionId);
    if (session.isPresent() && session.get().lives() && session.get().room(view.nowMs()) == 0) {
      unline(place);
      aside.add(place);
      return true;
    }
    if (aside.remove(place)) {
      line(place);
    }
    Optional<String> task = view.workFor(place.sessionId, place.lessonId, spokenFor::contains);
    // who lives no more asks once more, and is told so
    if (task.isEmpty() && session.filter(Session::lives).isPresent()) {
      return false;
    }
    unline(place);
    place.awake = true;
    awake++;
    place.hopedFor = task;
    task.ifPresent(spokenFor::add);
    woken.add(place);
    return true;
  }
}
