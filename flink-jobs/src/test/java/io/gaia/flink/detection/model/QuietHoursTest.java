package io.gaia.flink.detection.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuietHoursTest {

  private static boolean isQuiet(QuietHours hours, String at) {
    return hours.contains(Instant.parse(at).toEpochMilli());
  }

  @Test
  void theyBeginWithTheirFirstMinuteAndAreOverInTheirLast() {
    QuietHours noon = new QuietHours("12:00", "13:00", "UTC", List.of());
    assertThat(isQuiet(noon, "2026-03-02T11:59:59Z")).isFalse();
    assertThat(isQuiet(noon, "2026-03-02T12:00:00Z")).isTrue();
    assertThat(isQuiet(noon, "2026-03-02T13:00:00Z")).isFalse();
  }

  @Test
  void theyFollowTheirZoneAlsoOverTheChangeOfTheClocks() {
    QuietHours noon = new QuietHours("12:00", "13:00", "Europe/Berlin", List.of());
    assertThat(isQuiet(noon, "2026-03-27T11:30:00Z")).isTrue();
    assertThat(isQuiet(noon, "2026-03-30T11:30:00Z")).as("13:30 there").isFalse();
  }

  @Test
  void overMidnightTheyBelongToTheDayTheyBeginOn() {
    QuietHours mondayNight = new QuietHours("22:00", "06:00", "UTC", List.of("mon"));
    assertThat(isQuiet(mondayNight, "2026-03-02T23:00:00Z")).isTrue();
    assertThat(isQuiet(mondayNight, "2026-03-03T05:59:00Z")).isTrue();
    assertThat(isQuiet(mondayNight, "2026-03-02T05:59:00Z")).as("Sunday's night").isFalse();
    assertThat(isQuiet(mondayNight, "2026-03-03T23:00:00Z")).isFalse();
  }

  @Test
  void aWrongFieldIsNamed() {
    assertThatThrownBy(() -> QuietHours.checked("25:00", "06:00", "UTC", List.of()))
        .hasMessageContaining("quiet_hours.from takes HH:MM");
    assertThatThrownBy(() -> QuietHours.checked("22:00", null, "UTC", List.of()))
        .hasMessageContaining("quiet_hours.until takes HH:MM");
    assertThatThrownBy(() -> QuietHours.checked("22:00", "06:00", "Atlantis", List.of()))
        .hasMessageContaining("quiet_hours.zone");
    assertThatThrownBy(() -> QuietHours.checked("22:00", "06:00", "UTC", List.of("monday")))
        .hasMessageContaining("quiet_hours.days");
  }
}
