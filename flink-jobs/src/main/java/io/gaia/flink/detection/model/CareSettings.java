package io.gaia.flink.detection.model;

import java.util.List;

/**
 * How much a teacher may be called.
 *
 * @param loudPerHour alerts with sound in an hour; half as many more are kept for the most urgent;
 *     0: none
 * @param mutedUntil epoch milliseconds until which none has sound; 0 for never
 */
public record CareSettings(int loudPerHour, List<WeeklyHours> quietHours, long mutedUntil) {

  public static final CareSettings DEFAULT = new CareSettings(8, List.of(), 0);

  public CareSettings {
    quietHours = List.copyOf(quietHours);
  }

  boolean isQuietTime(long at) {
    return at < mutedUntil || quietHours.stream().anyMatch(hours -> hours.contains(at));
  }
}
