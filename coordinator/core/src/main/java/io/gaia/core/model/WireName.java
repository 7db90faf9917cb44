package io.gaia.core.model;

import java.util.Locale;
import java.util.Optional;

/** The name of an enum constant outside Java: lower case, words joined by underscores. */
public interface WireName {
  String name();

  default String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant with that wire name, if there is one. */
  static <E extends Enum<E> & WireName> Optional<E> parse(Class<E> type, String wireName) {
    for (E constant : type.getEnumConstants()) {
      if (constant.wireName().equals(wireName)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
