package io.gaia.flink.detection.model;

import io.gaia.flink.detection.model.AlertWord.Because;
import io.gaia.flink.detection.model.AlertWord.Kind;
import io.gaia.flink.detection.model.ClassState.ClassAlert;
import io.gaia.flink.detection.model.ClassState.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the teacher of one class is told. Each student's episode is an alert; but when a large part
 * of the class is stuck on one item, that is one alert about the item, and the single ones go. None
 * is withheld; which of them are loud, {@link AlertCare} decides.
 */
public final class ClassPolicy {

  /** The classroom of those whose class nobody knows: no class at all. */
  public static final String UNASSIGNED = "unassigned";

  /** Smaller classes get single alerts only. */
  public static final int CLASS_LEAST = 8;

  /** This part of the class at {@link #STUCK} or above makes the item the news. */
  public static final double SHARE_OPENS = 0.4;

  /** Under this part for a minute, and the item is no news any more. */
  public static final double SHARE_CLOSES = 0.25;

  public static final Level STUCK = Level.HIGH;

  /** From this part of the class on a class-wide alert is critical. */
  private static final double SHARE_CRITICAL = 0.6;

  /** Who was not heard of for this long is not in class. */
  private static final long PRESENT_MILLIS = DetectionDefaults.GONE_AFTER_MILLIS;

  private static final long TICK_MILLIS = 15_000;

  private final String classroomId;
  private final ClassState state;
  private final List<AlertWord> words = new ArrayList<>();

  private ClassPolicy(String classroomId, ClassState state) {
    this.classroomId = classroomId;
    this.state = state;
  }

  public static List<AlertWord> report(ClassState state, StudentReport report) {
    ClassPolicy policy = new ClassPolicy(report.classroomId(), state);
    state.now = Math.max(state.now, report.at());
    policy.take(report);
    return policy.words;
  }

  public static List<AlertWord> elapse(String classroomId, ClassState state, long now) {
    ClassPolicy policy = new ClassPolicy(classroomId, state);
    state.now = Math.max(state.now, now);
    policy.reviewClassAlerts();
    state.standings.values().removeIf(s -> !s.open && s.at <= state.now - PRESENT_MILLIS);
    return policy.words;
  }

  /** Forgets a student; an alert of theirs that is shown ends. */
  public static List<AlertWord> erase(String classroomId, ClassState state, String studentId) {
    ClassPolicy policy = new ClassPolicy(classroomId, state);
    policy.forget(studentId);
    return policy.words;
  }

  /** When to call {@link #elapse} at the latest, or {@link Learner#NEVER}. */
  public static long nextDeadline(ClassState state) {
    if (!state.classAlerts.isEmpty()) {
      return state.now + TICK_MILLIS;
    }
    return state.standings.isEmpty() ? Learner.NEVER : state.now + PRESENT_MILLIS;
  }

  public static boolean isEmpty(ClassState state) {
    return state.standings.isEmpty() && state.classAlerts.isEmpty();
  }

  private void take(StudentReport report) {
    String key = key(report.studentId(), report.appName());
    if (report.erased()) {
      leave(state.standings.remove(key));
      state.classAlerts.values().forEach(alert -> alert.students.remove(report.studentId()));
      return;
    }
    Standing standing = state.standings.computeIfAbsent(key, absent -> new Standing());
    standing.studentId = report.studentId();
    standing.appName = report.appName();
    standing.itemId = report.itemId();
    standing.lessonId = report.lessonId();
    standing.schoolId = report.schoolId();
    standing.struggling = report.struggling();
    standing.at = Math.max(standing.at, report.at());
    report.changes().forEach(change -> apply(standing, change));
    boolean inClass = !classroomId.equals(UNASSIGNED);
    if (inClass && standing.struggling.isAtLeast(STUCK) && !standing.itemId.isEmpty()) {
      raiseOrExtend(standing);
    }
    reviewClassAlerts();
    tell(standing);
  }

  private void forget(String studentId) {
    for (Standing standing : inOrder()) {
      if (standing.studentId.equals(studentId)) {
        leave(state.standings.remove(key(studentId, standing.appName)));
      }
    }
    state.classAlerts.values().forEach(alert -> alert.students.remove(studentId));
  }

  private void leave(Standing gone) {
    if (gone != null && gone.shown) {
      say(Kind.RESOLVED, gone, List.of());
    }
  }

  private void apply(Standing standing, EpisodeChange change) {
    switch (change.kind()) {
      case OPENED -> {
        standing.open = true;
        standing.shown = false;
        standing.covered = false;
        standing.ordinal = 0;
        standing.last = change;
      }
      case ESCALATED -> standing.last = change;
      case RESOLVED -> {
        if (standing.last == null || standing.last.number() != change.number()) {
          return;
        }
        standing.last = change;
        standing.open = false;
        if (standing.shown) {
          say(Kind.RESOLVED, standing, because(change));
        }
        standing.shown = false;
      }
    }
  }

  /** Tells a student's own alert, unless the class-wide one tells it. */
  private void tell(Standing standing) {
    if (!standing.open || coveredByClass(standing)) {
      return;
    }
    if (standing.covered && !standing.struggling.isAtLeast(STUCK)) {
      // the class-wide alert has told it, and it is getting better
      return;
    }
    EpisodeChange last = standing.last;
    if (!standing.shown) {
      standing.shown = true;
      say(Kind.DETECTED, standing, because(last));
    } else if (last.kind() == EpisodeChange.Kind.ESCALATED) {
      say(Kind.ESCALATED, standing, because(last));
    }
    // told: the same change is not told again with the next report
    standing.last = told(last);
  }

  private static EpisodeChange told(EpisodeChange change) {
    return new EpisodeChange(
        EpisodeChange.Kind.OPENED,
        change.number(),
        change.revision(),
        change.quiet(),
        change.classroomId(),
        change.lessonId(),
        change.itemId(),
        change.since(),
        change.openedAt(),
        change.at(),
        change.level(),
        change.score(),
        change.peakLevel(),
        change.peakScore(),
        change.reasons());
  }

  private boolean coveredByClass(Standing standing) {
    ClassAlert alert = state.classAlerts.get(key(standing.appName, standing.last.itemId()));
    boolean covered =
        alert != null && !standing.last.quiet() && alert.students.contains(standing.studentId);
    standing.covered |= covered;
    return covered;
  }

  private void raiseOrExtend(Standing standing) {
    String key = key(standing.appName, standing.itemId);
    ClassAlert alert = state.classAlerts.get(key);
    List<String> stuck = stuckOn(standing.appName, standing.itemId);
    int size = classSize();
    double share = (double) stuck.size() / size;
    if (alert == null) {
      if (size < CLASS_LEAST || share < SHARE_OPENS) {
        return;
      }
      alert = new ClassAlert();
      alert.appName = standing.appName;
      alert.itemId = standing.itemId;
      alert.lessonId = standing.lessonId;
      alert.schoolId = standing.schoolId;
      alert.openedAt = state.now;
      alert.since = earliestTrouble(standing.appName, standing.itemId);
      state.classAlerts.put(key, alert);
    } else if (alert.students.containsAll(stuck)) {
      return;
    }
    Kind kind = alert.ordinal == 0 ? Kind.DETECTED : Kind.ESCALATED;
    TreeSet<String> students = new TreeSet<>(alert.students);
    students.addAll(stuck);
    alert.students = new ArrayList<>(students);
    alert.share = share;
    alert.level = share >= SHARE_CRITICAL ? Level.CRITICAL : Level.HIGH;
    say(kind, alert, stuck.size(), size);
    withdrawSingles(alert);
  }

  private void withdrawSingles(ClassAlert alert) {
    for (Standing standing : inOrder()) {
      boolean single =
          standing.shown
              && !standing.last.quiet()
              && standing.appName.equals(alert.appName)
              && standing.last.itemId().equals(alert.itemId)
              && alert.students.contains(standing.studentId);
      if (single) {
        say(
            Kind.RESOLVED,
            standing,
            List.of(
                new Because(
                    "class_wide",
                    "now part of the alert of the class" + Words.on(alert.itemId),
                    alert.students.size(),
                    1)));
        standing.shown = false;
        standing.covered = true;
      }
    }
  }

  private void reviewClassAlerts() {
    for (String key : List.copyOf(new TreeMap<>(state.classAlerts).keySet())) {
      ClassAlert alert = state.classAlerts.get(key);
      int stuck = stuckOn(alert.appName, alert.itemId).size();
      if (stuck >= SHARE_CLOSES * classSize() && stuck > 0) {
        alert.underSince = 0;
      } else if (alert.underSince == 0) {
        alert.underSince = state.now;
      } else if (state.now - alert.underSince >= DetectionDefaults.RESOLVE_AFTER_MILLIS) {
        say(Kind.RESOLVED, alert, stuck, classSize());
        state.classAlerts.remove(key);
        // who is still stuck has an alert of their own again
        inOrder().stream()
            .filter(s -> s.open && !s.shown && alert.students.contains(s.studentId))
            .forEach(this::tell);
      }
    }
  }

  private List<String> stuckOn(String appName, String itemId) {
    return inOrder().stream()
        .filter(s -> s.appName.equals(appName) && s.itemId.equals(itemId))
        .filter(s -> s.struggling.isAtLeast(STUCK) && isPresent(s))
        .map(s -> s.studentId)
        .distinct()
        .toList();
  }

  private int classSize() {
    return Math.max(
        1,
        (int)
            state.standings.values().stream()
                .filter(this::isPresent)
                .map(s -> s.studentId)
                .distinct()
                .count());
  }

  private boolean isPresent(Standing standing) {
    return standing.at > state.now - PRESENT_MILLIS;
  }

  private long earliestTrouble(String appName, String itemId) {
    return inOrder().stream()
        .filter(s -> s.open && s.appName.equals(appName) && s.itemId.equals(itemId))
        .mapToLong(s -> s.last.since())
        .min()
        .orElse(state.now);
  }

  /** Hash order must not decide what is told first. */
  private List<Standing> inOrder() {
    return new ArrayList<>(new TreeMap<>(state.standings).values());
  }

  private static List<Because> because(EpisodeChange change) {
    return change.reasons().stream().map(Because::of).toList();
  }

  private void say(Kind kind, Standing standing, List<Because> reasons) {
    EpisodeChange last = standing.last;
    standing.ordinal = AlertOrdinal.next(standing.ordinal, kind, last.level());
    words.add(
        new AlertWord(
            kind,
            classroomId,
            standing.studentId,
            standing.appName,
            last.lessonId(),
            last.itemId(),
            last.number(),
            last.openedAt(),
            standing.ordinal,
            last.level(),
            last.score(),
            reasons,
            last.since(),
            Math.max(last.at(), standing.at),
            false,
            List.of(),
            standing.schoolId));
  }

  private void say(Kind kind, ClassAlert alert, int stuck, int size) {
    alert.ordinal = AlertOrdinal.nextOfClass(alert.ordinal, kind, alert.students.size());
    words.add(
        new AlertWord(
            kind,
            classroomId,
            "",
            alert.appName,
            alert.lessonId,
            alert.itemId,
            alert.openedAt,
            alert.openedAt,
            alert.ordinal,
            alert.level,
            Math.min(1, (double) stuck / size),
            List.of(
                new Because(
                    "class_wide",
                    stuck + " of " + size + " may be stuck" + Words.on(alert.itemId),
                    stuck,
                    1)),
            alert.since,
            state.now,
            false,
            List.copyOf(alert.students),
            alert.schoolId));
  }

  private static String key(String first, String second) {
    return first + '\u0000' + second;
  }
}
