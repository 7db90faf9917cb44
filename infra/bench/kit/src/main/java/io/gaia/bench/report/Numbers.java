package io.gaia.bench.report;

import java.util.List;
import java.util.Locale;

/** Medians and ratios, and how they are written. */
public final class Numbers {
  private static final int MICROS_PER_MILLI = 1_000;

  private Numbers() {}

  /** The middle value; the mean of the two middle ones when there are as many on either side. */
  public static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Such as {@code 1.23x}. */
  public static String ratio(double value, double base) {
    return isKnown(value) && isKnown(base) && base != 0 ? format("%.2fx", value / base) : "-";
  }

  /** Such as {@code 12,345}. */
  public static String whole(double value) {
    return isKnown(value) ? format("%,.0f", value) : "-";
  }

  /** Microseconds, as milliseconds: {@code 1.23}. */
  public static String millis(double micros) {
    return isKnown(micros) ? format("%.2f", micros / MICROS_PER_MILLI) : "-";
  }

  /** Such as {@code 1.4}. */
  public static String tenths(double value) {
    return isKnown(value) ? format("%.1f", value) : "-";
  }

  private static boolean isKnown(double value) {
    return !Double.isNaN(value);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
