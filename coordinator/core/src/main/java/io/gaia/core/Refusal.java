package io.gaia.core;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * An expected "no": it changes nothing, and every replica says it alike.
 *
 * @param detail for people
 * @param field of the command that is at fault
 * @param untilMs when it may be worth asking again (a held lock's end)
 */
public record Refusal(Code code, String detail, Optional<String> field, OptionalLong untilMs) {

  /** The reasons; the wire name is the problem code of the HTTP interface. */
  public enum Code {
    INVALID_FIELD,
    NOT_FOUND,
    STALE_FENCE,
    LOCK_HELD,
    NAME_TAKEN,
    WRONG_STATE,
    IDEMPOTENCY_MISMATCH,
    TOO_LARGE,
    TOO_MANY;

    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  public static Refusal of(Code code, String detail) {
    return new Refusal(code, detail, Optional.empty(), OptionalLong.empty());
  }

  public static Refusal invalid(String field, String detail) {
    return new Refusal(Code.INVALID_FIELD, detail, Optional.of(field), OptionalLong.empty());
  }
}
