package io.gaia.client.auth;

import java.util.Locale;

/** What a bearer of a token may do; the server decides what each role opens. */
public enum Role {
  ADMIN,
  AGENT,
  APP,
  TEACHER,
  ANALYST;

  /** The name in the token's {@code roles}, such as {@code teacher}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
