package io.gaia.client.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Durations as people type them: {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 2d}. */
public final class DurationText {

  private static final Pattern SHAPE =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

  private DurationText() {}

  /**
   * @throws TypeConversionException if the text is no duration
   */
  public static Duration parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no duration; it takes one such as 90s, 10m, 1h30m or 2d");
    }
    return Duration.ofDays(number(matcher, 1))
        .plusHours(number(matcher, 2))
        .plusMinutes(number(matcher, 3))
        .plusSeconds(number(matcher, 4))
        .plusMillis(number(matcher, 5));
  }

  /** Short, for people: {@code 1h 05m}, {@code 4m 10s}, {@code 12s}. */
  public static String format(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds >= 86_400) {
      return "%dd %02dh".formatted(seconds / 86_400, seconds % 86_400 / 3_600);
    }
    if (seconds >= 3_600) {
      return "%dh %02dm".formatted(seconds / 3_600, seconds % 3_600 / 60);
    }
    return seconds >= 60 ? "%dm %02ds".formatted(seconds / 60, seconds % 60) : seconds + "s";
  }

  private static long number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }
}
