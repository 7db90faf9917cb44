package io.gaia.local.process;

import java.time.Duration;
import java.util.List;

/** Hears of what happens to supervised processes, on their threads. */
public interface ProcessListener {

  /**
   * The process serves.
   *
   * @param start 1 for the first start
   * @param took from its launch
   */
  void ready(String name, int start, Duration took);

  /**
   * The process does not serve yet; told every fifteen seconds.
   *
   * @param since its launch
   */
  void slow(String name, Duration since);

  /**
   * The process ended without having been asked to.
   *
   * @param reason such as {@code exit code 1}
   * @param lastLines the end of its log
   */
  void died(String name, String reason, List<String> lastLines);

  /** Its process id changed: a new one runs, or none. */
  void pidsChanged();
}
