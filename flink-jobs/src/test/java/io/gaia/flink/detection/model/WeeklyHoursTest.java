package io.gaia.flink.detection.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeeklyHoursTest {

  private static boolean isWithin(WeeklyHours hours, String at) {
    return hours.contains(Instant.parse(at).toEpochMilli());
  }

  @Test
  void theyBeginWithTheirFirstMinuteAndAreOverInTheirLast() {
    WeeklyHours noon = WeeklyHours.of("12:00", "13:00", "UTC", List.of());
    assertThat(isWithin(noon, "2026-03-02T11:59:59Z")).isFalse();
    assertThat(isWithin(noon, "2026-03-02T12:00:00Z")).isTrue();
    assertThat(isWithin(noon, "2026-03-02T13:00:00Z")).isFalse();
  }

  @Test
  void theyFollowTheirZoneAlsoOverTheChangeOfTheClocks() {
    WeeklyHours noon = WeeklyHours.of("12:00", "13:00", "Europe/Berlin", List.of());
    assertThat(isWithin(noon, "2026-03-27T11:30:00Z")).isTrue();
    assertThat(isWithin(noon, "2026-03-30T11:30:00Z")).as("13:30 there").isFalse();
  }

  @Test
  void overMidnightTheyBelongToTheDayTheyBeginOn() {
    WeeklyHours mondayNight = WeeklyHours.of("22:00", "06:00", "UTC", List.of("mon"));
    assertThat(isWithin(mondayNight, "2026-03-02T23:00:00Z")).isTrue();
    assertThat(isWithin(mondayNight, "2026-03-03T05:59:00Z")).isTrue();
    assertThat(isWithin(mondayNight, "2026-03-02T05:59:00Z")).as("Sunday's night").isFalse();
    assertThat(isWithin(mondayNight, "2026-03-03T23:00:00Z")).isFalse();
  }
}
