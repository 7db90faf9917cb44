package io.gaia.server.auth;

import java.security.Principal;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * Who calls, as their token says.
 *
 * @param classrooms that the token names; {@code *} is every classroom. A teacher also has the
 *     classrooms whose teachers include {@code subject}.
 * @param validUntil what the token opened ends then
 */
public record Caller(String subject, Set<Role> roles, Set<String> classrooms, Instant validUntil)
    implements Principal {

  public static final String EVERY_CLASSROOM = "*";

  public Caller {
    roles = Set.copyOf(roles);
    classrooms = Set.copyOf(classrooms);
  }

  /** A caller without a token, who has no end. */
  public Caller(String subject, Set<Role> roles, Set<String> classrooms) {
    this(subject, roles, classrooms, Instant.MAX);
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
