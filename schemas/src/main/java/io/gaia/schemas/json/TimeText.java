package io.gaia.schemas.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeUnit;

/**
 * Reads times as RFC 3339 has them. What nearly all apps send, UTC such as {@code
 * 2026-01-31T09:30:00.123Z}, is read by hand: the JDK's parser took 40 % of reading an event. It
 * reads the rest, and says what is wrong.
 */
final class TimeText {
  private static final String SHAPE = "0000-00-00T00:00:00";
  private static final int FRACTION_DIGITS_MOST = 9;
  private static final int NOT_SO = -1;

  private TimeText() {}

  static Instant read(String text) throws DateTimeParseException {
    int fraction = nanos(text);
    if (fraction != NOT_SO && hasShape(text)) {
      int hour = number(text, 11, 13);
      int minute = number(text, 14, 16);
      int second = number(text, 17, 19);
      if (hour < 24 && minute < 60 && second < 60) {
        try {
          LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
          return Instant.ofEpochSecond(
              TimeUnit.DAYS.toSeconds(day.toEpochDay())
                  + TimeUnit.HOURS.toSeconds(hour)
                  + TimeUnit.MINUTES.toSeconds(minute)
                  + second,
              fraction);
        } catch (DateTimeException noSuchDay) {
          // the parser below says so in its words
        }
      }
    }
    return OffsetDateTime.parse(text).toInstant();
  }

  private static boolean hasShape(String text) {
    for (int i = 0; i < SHAPE.length(); i++) {
      char expected = SHAPE.charAt(i);
      char found = text.charAt(i);
      if (expected == '0' ? !isDigit(found) : found != expected) {
        return false;
      }
    }
    return true;
  }

  /** Of what follows the seconds: nothing or a fraction, then Z. */
  private static int nanos(String text) {
    int end = text.length() - 1;
    if (end < SHAPE.length() || text.charAt(end) != 'Z') {
      return NOT_SO;
    }
    if (end == SHAPE.length()) {
      return 0;
    }
    int digits = end - SHAPE.length() - 1;
    if (text.charAt(SHAPE.length()) != '.' || digits < 1 || digits > FRACTION_DIGITS_MOST) {
      return NOT_SO;
    }
    int nanos = 0;
    for (int i = end - digits; i < end; i++) {
      if (!isDigit(text.charAt(i))) {
        return NOT_SO;
      }
      nanos = nanos * 10 + text.charAt(i) - '0';
    }
    for (int i = digits; i < FRACTION_DIGITS_MOST; i++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
