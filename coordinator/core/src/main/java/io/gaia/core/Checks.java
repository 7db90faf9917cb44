package io.gaia.core;

import io.gaia.core.Refusal.Code;
import io.gaia.core.model.TimeWindow;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Collects the first fault of a command's fields; field names are those of the HTTP interface. */
final class Checks {
  static final int MAX_NAME = 200;
  static final int MAX_JSON_BYTES = 64 * 1024;
  private static final int MAX_TEXT_BYTES = 4 * 1024;
  private static final int MAX_LABELS = 100;

  /** A char takes at most so many; those of four are two chars. */
  private static final int MAX_UTF8_BYTES = 3;

  private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}]{1,200}");

  private Optional<Refusal> fault = Optional.empty();

  Optional<Refusal> fault() {
    return fault;
  }

  /** Something a person can read and an id can be: no control characters. */
  Checks name(String field, String value) {
    return require(
        LABEL.matcher(value).matches(),
        field,
        "takes 1 to " + MAX_NAME + " characters, none of them a control character");
  }

  Checks name(String field, Optional<String> value) {
    return value.map(present -> name(field, present)).orElse(this);
  }

  Checks names(String field, List<String> values) {
    require(values.size() <= MAX_LABELS, field, "takes at most " + MAX_LABELS);
    for (String value : values) {
      name(field, value);
    }
    return this;
  }

  Checks pattern(String field, String value, Pattern pattern) {
    return require(pattern.matcher(value).matches(), field, "takes " + pattern.pattern());
  }

  Checks range(String field, long value, long min, long max) {
    return require(value >= min && value <= max, field, "takes " + min + " to " + max);
  }

  Checks json(String field, String text) {
    return size(field, text, MAX_JSON_BYTES);
  }

  Checks json(String field, Optional<String> text) {
    return text.map(present -> json(field, present)).orElse(this);
  }

  Checks text(String field, String text) {
    return size(field, text, MAX_TEXT_BYTES);
  }

  Checks window(String field, Optional<TimeWindow> window) {
    return window.map(present -> window(field, present)).orElse(this);
  }

  private Checks window(String field, TimeWindow window) {
    range(field + ".start", window.startMinute(), 0, TimeWindow.MINUTES_PER_DAY - 1);
    range(field + ".end", window.endMinute(), 0, TimeWindow.MINUTES_PER_DAY - 1);
    return require(isZone(window.zone()), field + ".zone", "takes a time zone as Europe/Berlin");
  }

  private static boolean isZone(String zone) {
    try {
      return ZoneId.of(zone).getRules() != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  Checks require(boolean holds, String field, String takes) {
    if (!holds && fault.isEmpty()) {
      fault = Optional.of(Refusal.invalid(field, field + " " + takes));
    }
    return this;
  }

  private Checks size(String field, String text, int maxBytes) {
    boolean mayBeLarger = (long) text.length() * MAX_UTF8_BYTES > maxBytes;
    if (fault.isEmpty() && mayBeLarger && utf8Length(text) > maxBytes) {
      fault =
          Optional.of(
              new Refusal(
                  Code.TOO_LARGE,
                  field + " takes at most " + maxBytes + " bytes",
                  Optional.of(field),
                  OptionalLong.empty()));
    }
    return this;
  }

  private static long utf8Length(String text) {
    return text.codePoints()
        .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
        .sum();
  }
}
