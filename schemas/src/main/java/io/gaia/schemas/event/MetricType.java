package io.gaia.schemas.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a usability metric may measure. A metric of another type is archived, not scored. */
public enum MetricType {
  KEYPRESS,
  BACKSPACE,
  ERROR,
  /** The value is the hesitation in seconds. */
  HESITATION,
  COMPLETION,
  FOCUS,
  BLUR,
  SCROLLING,
  MOUSE_MOVEMENT,
  CLICK,
  NAVIGATION,
  HINT_REQUEST,
  /** The value is the score, 0 to 1; {@code correct} tells whether it solved the item. */
  ATTEMPT,
  IDLE;

  private static final Map<String, MetricType> BY_WIRE_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(MetricType::wireName, Function.identity()));

  /** The name in JSON, such as {@code hint_request}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<MetricType> byWireName(String name) {
    return Optional.ofNullable(BY_WIRE_NAME.get(name));
  }
}
