package io.gaia.client.simulation;

import java.util.Locale;

/** How a simulated student's trouble shows; {@link #BORED} is no trouble with the item. */
public enum TroubleKind {
  /** One wrong answer after the other, at the usual pace. */
  WRONG_ANSWERS(0.45),
  /** Answers faster than anyone can read. */
  GUESSING(0.12),
  /** Hint after hint. */
  HINT_CHAIN(0.09),
  /** Clicks the same spot again and again after a failure. */
  RAGE_CLICKS(0.13),
  /** Deletes about half of what was typed; in the quiz app, wrong answers. */
  ERASING(0.11),
  /** Stares at the item for minutes without doing anything. */
  SILENT(0.10),
  /** Away or idle for reasons of their own; not stuck. */
  BORED(0);

  private final double share;

  TroubleKind(double share) {
    this.share = share;
  }

  /** Share of struggling students whose trouble shows this way (judgement). */
  double share() {
    return share;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
