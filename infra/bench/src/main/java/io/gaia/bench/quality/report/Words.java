package io.gaia.bench.quality.report;

import io.gaia.flink.detection.model.Level;
import java.util.Locale;

/** Numbers and names, as the tables have them; a dash where nothing can be said. */
final class Words {
  private Words() {}

  static String of(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code 0.613}. */
  static String thousandths(double value) {
    return number("%.3f", value);
  }

  /** Such as {@code 0.61}. */
  static String hundredths(double value) {
    return number("%.2f", value);
  }

  /** Such as {@code 40 s} or {@code 3.5 min}. */
  static String duration(double seconds) {
    return seconds < 120 ? number("%.0f s", seconds) : number("%.1f min", seconds / 60);
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
  }
}
