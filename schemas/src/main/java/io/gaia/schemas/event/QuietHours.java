package io.gaia.schemas.event;

import java.util.List;

/**
 * A time of the day in which alerts come without sound; one that ends before it begins goes on over
 * midnight.
 *
 * @param from HH:MM
 * @param until HH:MM
 * @param zone as in the time zone database; UTC when absent
 * @param days mon to sun; every day when absent
 */
public record QuietHours(String from, String until, String zone, List<String> days) {

  public QuietHours {
    zone = zone == null ? "UTC" : zone;
    days = days == null ? List.of() : List.copyOf(days);
  }
}
