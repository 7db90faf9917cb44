package io.gaia.server.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations such as 150ms, 30s, 10m, 24h and 7d. */
final class DurationReader extends StdScalarDeserializer<Duration> {

  static final String TAKES = "a duration above zero, such as 150ms, 30s, 10m, 24h or 7d";

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  DurationReader() {
    super(Duration.class);
  }

  @Override
  public Duration deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    String text = parser.getText().trim();
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      Duration duration =
          Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
      if (!duration.isZero()) {
        return duration;
      }
    }
    return (Duration) context.handleWeirdStringValue(Duration.class, text, "takes %s", TAKES);
  }
}
