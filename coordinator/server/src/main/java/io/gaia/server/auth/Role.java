package io.gaia.server.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may be. The constants are for {@code @RolesAllowed}. */
public enum Role {
  ADMIN,
  AGENT,
  APP,
  TEACHER,
  ANALYST;

  public static final String ADMINS = "admin";
  public static final String AGENTS = "agent";
  public static final String APPS = "app";
  public static final String TEACHERS = "teacher";
  public static final String ANALYSTS = "analyst";

  /** The name in a token's {@code roles}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> byWireName(String name) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(name)).findFirst();
  }
}
