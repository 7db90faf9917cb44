package io.gaia.flink.detection.model;

import java.util.List;

/**
 * Weekly hours in which alerts come without sound, as rules lie in state: by this name and in this
 * form older savepoints hold them.
 *
 * @param from HH:MM
 * @param until HH:MM
 * @param days mon to sun; empty: every day
 */
public record QuietHours(String from, String until, String zone, List<String> days) {

  public WeeklyHours hours() {
    return WeeklyHours.of(from, until, zone, days);
  }
}
