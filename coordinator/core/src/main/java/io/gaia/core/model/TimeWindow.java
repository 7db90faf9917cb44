package io.gaia.core.model;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/**
 * A daily window in local time; one that ends before it starts runs over midnight, one that ends
 * where it starts is the whole day.
 *
 * <p>Local time needs the JDK's time zone tables, so all nodes of a cluster run the same ones.
 *
 * @param startMinute of the day, 0..1439, inside
 * @param endMinute of the day, 0..1439, outside
 * @param zone such as {@code Europe/Berlin}
 */
public record TimeWindow(int startMinute, int endMinute, String zone) {
  public static final int MINUTES_PER_DAY = 24 * 60;

  public boolean contains(long atMs) {
    if (startMinute == endMinute) {
      return true;
    }
    int minute = localMinute(atMs);
    return startMinute < endMinute
        ? startMinute <= minute && minute < endMinute
        : startMinute <= minute || minute < endMinute;
  }

  private int localMinute(long atMs) {
    ZoneRules rules = ZoneId.of(zone).getRules();
    long localSeconds =
        Math.floorDiv(atMs, 1000L) + rules.getOffset(Instant.ofEpochMilli(atMs)).getTotalSeconds();
    return (int) (Math.floorMod(localSeconds, 86_400L) / 60);
  }
}
