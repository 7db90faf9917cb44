package io.gaia.server.classroom;

import io.gaia.schemas.event.DetectionRules;
import io.gaia.server.http.Problem;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whom a rule is for. Of two, the narrower wins: global, school, app, classroom.
 *
 * @param id empty for {@link Kind#GLOBAL}
 */
record RuleScope(Kind kind, String id) {

  /** From wide to narrow. */
  enum Kind {
    GLOBAL,
    SCHOOL,
    APP,
    CLASSROOM
  }

  private static final int MAX_ID_LENGTH = 200;

  /** Its name in the address and on the wire, such as {@code classroom:c-1}. */
  static RuleScope parse(String name) {
    if (name.equals(DetectionRules.GLOBAL_SCOPE)) {
      return new RuleScope(Kind.GLOBAL, "");
    }
    int colon = name.indexOf(':');
    String id = name.substring(colon + 1);
    return Arrays.stream(Kind.values())
        .filter(kind -> kind != Kind.GLOBAL && colon > 0)
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name.substring(0, colon)))
        .filter(kind -> !id.isBlank() && id.length() <= MAX_ID_LENGTH)
        .findFirst()
        .map(kind -> new RuleScope(kind, id))
        .orElseThrow(
            () ->
                Problem.invalidField(
                        "scope", "scope takes global, school:ID, app:ID or classroom:ID")
                    .exception());
  }

  @Override
  public String toString() {
    return kind == Kind.GLOBAL
        ? DetectionRules.GLOBAL_SCOPE
        : kind.name().toLowerCase(Locale.ROOT) + ":" + id;
  }
}
