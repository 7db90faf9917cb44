package io.gaia.server.roster;

import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.RosterEntry;
import java.util.Map;

/** Classes and students as they are known, by id. */
public record Roster(Map<String, Classroom> classrooms, Map<String, RosterEntry> students) {

  public Roster {
    classrooms = Map.copyOf(classrooms);
    students = Map.copyOf(students);
  }
}
