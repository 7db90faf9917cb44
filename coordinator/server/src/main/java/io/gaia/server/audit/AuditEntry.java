package io.gaia.server.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody read or changed something of students, or how they are looked at.
 *
 * @param subject of the caller's token
 * @param route such as {@code GET /students/{id}/story}; of listening the channel
 * @param studentIds whom the answer named; none of listening, which is to all of the class
 * @param address of the network
 * @param details what a change was, where it is not about named students
 */
public record AuditEntry(
    Instant at,
    String subject,
    List<String> roles,
    Action action,
    String route,
    String classroomId,
    Set<String> studentIds,
    String address,
    Optional<JsonNode> details) {

  /** What was done. */
  public enum Action {
    READ,
    CHANGE,
    LISTEN;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Action byWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  public AuditEntry {
    roles = List.copyOf(roles);
    studentIds = new TreeSet<>(studentIds);
  }

  static AuditEntry of(
      Instant at,
      Caller caller,
      Action action,
      String route,
      String classroomId,
      Set<String> studentIds,
      String address,
      Optional<JsonNode> details) {
    return new AuditEntry(
        at,
        caller.subject(),
        caller.roles().stream().map(Role::wireName).sorted().toList(),
        action,
        route,
        classroomId,
        studentIds,
        address,
        details);
  }
}
