package io.gaia.server.classroom;

import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.event.Timetable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Puts a class together from its students' scores, its alerts and its minutes. */
record ClassroomPicture(AlertBoard alerts, StudentBoard students, RecentSnapshots snapshots) {

  ClassroomSummary summary(Classroom classroom, Instant now) {
    String id = classroom.classroomId();
    List<StudentTile> tiles = tiles(id, now);
    Collection<AlertHistory> ofClass = alerts.ofClassroom(id);
    Stream<Instant> lastAts =
        Stream.of(
                tiles.stream().map(StudentTile::at),
                ofClass.stream().map(AlertHistory::lastAt),
                snapshots.lastOf(id).stream())
            .flatMap(times -> times);
    return new ClassroomSummary(
        id,
        classroom.name(),
        classroom.teacherIds(),
        classroom.size(),
        tiles.size(),
        (int) tiles.stream().filter(StudentTile::isStruggling).count(),
        (int) ofClass.stream().filter(alert -> alert.state(now) == AlertState.OPEN).count(),
        tiles.stream()
            .map(StudentTile::level)
            .max(FrustrationLevel::compareTo)
            .orElse(FrustrationLevel.NONE),
        lastAts.max(Instant::compareTo),
        classroom.timetable().filter(known -> !known.equals(Timetable.EMPTY)));
  }

  /** The students of a class, in no order. */
  List<StudentTile> tiles(String classroomId, Instant now) {
    Map<String, AlertHistory> alertOf = alertByStudent(classroomId, now);
    List<StudentTile> tiles = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    for (StudentScores scores : students.ofClassroom(classroomId)) {
      shown.add(scores.studentId());
      tiles.add(StudentTile.of(scores, Optional.ofNullable(alertOf.get(scores.studentId())), now));
    }
    alertOf.forEach(
        (studentId, alert) -> {
          if (!shown.contains(studentId) && students.byId(studentId).isEmpty()) {
            tiles.add(StudentTile.of(studentId, alert, now));
          }
        });
    return tiles;
  }

  /** The unresolved alert about each student; their own goes before one about the class. */
  private Map<String, AlertHistory> alertByStudent(String classroomId, Instant now) {
    Map<String, AlertHistory> ownAlert = new TreeMap<>();
    Map<String, AlertHistory> classAlert = new TreeMap<>();
    for (AlertHistory history : alerts.ofClassroom(classroomId)) {
      if (history.state(now) != AlertState.RESOLVED) {
        TeacherAlert alert = history.current(now);
        if (alert.kind() == AlertKind.CLASS) {
          alert.students().forEach(student -> classAlert.put(student, history));
        } else {
          alert
              .studentId()
              .ifPresent(student -> ownAlert.merge(student, history, ClassroomPicture::moreUrgent));
        }
      }
    }
    classAlert.forEach(ownAlert::putIfAbsent);
    return ownAlert;
  }

  private static AlertHistory moreUrgent(AlertHistory one, AlertHistory other) {
    TeacherAlert a = one.current(Instant.MIN);
    TeacherAlert b = other.current(Instant.MIN);
    int byLevel = a.level().compareTo(b.level());
    boolean first = byLevel > 0 || (byLevel == 0 && a.id().compareTo(b.id()) < 0);
    return first ? one : other;
  }

  Optional<StudentTile> tile(String studentId, Instant now) {
    return students
        .byId(studentId)
        .map(
            scores ->
                StudentTile.of(
                    scores,
                    Optional.ofNullable(alertByStudent(scores.classroomId(), now).get(studentId)),
                    now));
  }

  /** What happened with a student since their first point. */
  Optional<StudentStory> story(String studentId, RecentInterventions interventions, Instant now) {
    return students
        .byId(studentId)
        .map(
            scores -> {
              StudentScores.InApp app = scores.shown();
              String classroomId = scores.classroomId();
              return new StudentStory(
                  tile(studentId, now).orElseThrow(),
                  app.story(),
                  minutes(classroomId, app, now),
                  alertsAbout(studentId, classroomId, now),
                  interventions
                      .matching(
                          help ->
                              help.studentId().equals(studentId)
                                  && help.classroomId().equals(classroomId))
                      .stream()
                      .sorted(Comparator.comparing(Intervention::at))
                      .toList());
            });
  }

  private List<StudentStory.ClassMinute> minutes(
      String classroomId, StudentScores.InApp app, Instant now) {
    Instant from = app.story().get(0).at().truncatedTo(ChronoUnit.MINUTES);
    return snapshots.between(classroomId, from, now).stream()
        .filter(minute -> minute.appName().equals(app.latest().appName()))
        .map(StudentStory.ClassMinute::of)
        .sorted(Comparator.comparing(StudentStory.ClassMinute::at))
        .toList();
  }

  private List<TeacherAlert> alertsAbout(String studentId, String classroomId, Instant now) {
    return alerts.ofClassroom(classroomId).stream()
        .map(history -> history.current(now))
        .filter(
            alert ->
                alert.studentId().equals(Optional.of(studentId))
                    || alert.students().contains(studentId))
        .sorted(Comparator.comparing(TeacherAlert::since).thenComparing(TeacherAlert::id))
        .toList();
  }
}
