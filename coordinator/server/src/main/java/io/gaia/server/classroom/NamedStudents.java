package io.gaia.server.classroom;

import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.server.http.Page;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whom an answer names, by class: for the audit log. */
public final class NamedStudents {

  private final Map<String, Set<String>> byClassroom = new TreeMap<>();

  private NamedStudents() {}

  /** Empty for an answer without students. */
  public static Map<String, Set<String>> in(Object answer) {
    NamedStudents named = new NamedStudents();
    named.look(answer);
    return named.byClassroom;
  }

  private void look(Object answer) {
    if (answer instanceof Page<?> page) {
      page.items().forEach(this::look);
    } else if (answer instanceof StudentTile tile) {
      name(tile.classroomId(), tile.studentId());
    } else if (answer instanceof StudentStory story) {
      look(story.student());
      story.alerts().forEach(this::look);
    } else if (answer instanceof StudentExport export) {
      // of whichever class
      name("", export.studentId());
    } else if (answer instanceof TeacherAlert alert) {
      alert.studentId().ifPresent(student -> name(alert.classroomId(), student));
      alert.students().forEach(student -> name(alert.classroomId(), student));
    } else if (answer instanceof Intervention help) {
      name(help.classroomId(), help.studentId());
    } else if (answer instanceof ClassHistory history) {
      history.alerts().forEach(past -> look(past.alert()));
      history.interventions().forEach(this::look);
    }
  }

  private void name(String classroomId, String studentId) {
    byClassroom.computeIfAbsent(classroomId, id -> new TreeSet<>()).add(studentId);
  }
}
