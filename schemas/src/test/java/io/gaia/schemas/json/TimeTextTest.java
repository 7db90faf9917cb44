package io.gaia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read as the JDK reads them. */
class TimeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T09:30:00Z",
        "2026-01-31T09:30:00.1Z",
        "2026-01-31T09:30:00.123456789Z",
        "2024-02-29T23:59:59.999Z",
        "1969-12-31T23:59:59.5Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-01-31T09:30Z",
        "2026-01-31t09:30:00z",
        "2026-01-31T09:30:00+02:00",
        "2026-01-31T09:30:00.5-05:30",
        "+12026-01-31T09:30:00Z",
      })
  void whatIsATimeIsTheJdksTime(String text) {
    assertThat(TimeText.read(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "now",
        "2026-01-31T09:30:00",
        "2026-01-31 09:30:00Z",
        "2026-02-30T09:30:00Z",
        "2025-02-29T09:30:00Z",
        "2026-13-01T09:30:00Z",
        "2026-01-31T24:30:00Z",
        "2026-01-31T09:60:00Z",
        "2026-01-31T09:30:60Z",
        "2026-01-31T09:30:00.1234567890Z",
        "2026-01-31T09:30:00,5Z",
        "2026-01-3\u0661T09:30:00Z",
        "2026-01-31T09:30:00.\u0661Z",
        "2026-01-31T09:30:00.5ZZ",
      })
  void whatIsNoneIsNone(String text) {
    assertThatThrownBy(() -> OffsetDateTime.parse(text)).isInstanceOf(DateTimeParseException.class);
    assertThatThrownBy(() -> TimeText.read(text)).isInstanceOf(DateTimeParseException.class);
  }

  @Test
  void anyMomentIsReadAsItWasWritten() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      Instant moment =
          Instant.ofEpochSecond(-62_167_219_200L + (long) (random.nextDouble() * 315_569_520_000L))
              .plusNanos(random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000_000));
      assertThat(TimeText.read(moment.toString())).isEqualTo(moment);
    }
  }
}
