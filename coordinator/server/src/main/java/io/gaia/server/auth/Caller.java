package io.gaia.server.auth;

import java.security.Principal;
import java.util.Collection;
import java.util.Set;

/**
 * Who calls, as their token says.
 *
 * @param classrooms that the token names; {@code *} is every classroom. A teacher also has the
 *     classrooms whose teachers include {@code subject}.
 */
public record Caller(String subject, Set<Role> roles, Set<String> classrooms) implements Principal {

  public static final String EVERY_CLASSROOM = "*";

  public Caller {
    roles = Set.copyOf(roles);
    classrooms = Set.copyOf(classrooms);
  }

  @Override
  public String getName() {
    return subject;
  }

  public boolean is(Role role) {
    return roles.contains(role);
  }

  /**
   * Whether the caller is an admin, or a teacher of the classroom.
   *
   * @param teacherIds the classroom's teachers
   */
  public boolean mayTeach(String classroomId, Collection<String> teacherIds) {
    return is(Role.ADMIN)
        || (is(Role.TEACHER)
            && (classrooms.contains(EVERY_CLASSROOM)
                || classrooms.contains(classroomId)
                || teacherIds.contains(subject)));
  }
}
