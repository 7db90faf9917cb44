package io.gaia.client.simulation;

/**
 * How often things happen in the simulated school.
 *
 * <p>Measured on the ITAP tutor's log (CSEDM 2019 Data Challenge, 3,108 rows, 896 student-problem
 * pairs, each counted up to its first correct submission) and on the exam log (DOI
 * 10.1145/3478432.3499123, 107,025 submissions):
 *
 * <table>
 * <caption>Measured</caption>
 * <tr><th>what</th><th>ITAP</th><th>exam</th></tr>
 * <tr><td>failed share of attempts</td><td>0.737</td><td>0.700</td></tr>
 * <tr><td>attempts a pair</td><td>3.01</td><td>7.2</td></tr>
 * <tr><td>pairs solved in the end</td><td>0.794</td><td>0.487</td></tr>
 * <tr><td>pairs with five or more failures</td><td>0.165</td><td>0.52</td></tr>
 * <tr><td>hints an attempt</td><td>0.110</td><td>none</td></tr>
 * <tr><td>seconds between two rows of a pair, pauses over 30 min left out</td><td>64</td>
 *     <td>students move between questions</td></tr>
 * <tr><td>seconds from one item's last row to the next item's first</td><td>150</td><td>-</td></tr>
 * <tr><td>failed attempts with score 0; mean score of the others</td><td>-</td>
 *     <td>0.30; 0.61</td></tr>
 * </table>
 *
 * <p>The constants follow ITAP, which is lessons rather than an exam; only partial scores are the
 * exam's. Failures a pair are a mixture of two geometric distributions (fluent and struggling),
 * fitted by expectation maximisation with pairs that were given up as censored. Neither log has
 * keystrokes, clicks, focus or ratings: those numbers are judgement, marked so.
 */
final class FittedRates {

  /** Share of pairs in the struggling part of the mixture. */
  static final double STRUGGLING_SHARE = 0.428;

  /**
   * Standard deviation between students of that share. Of pairs with two or more failures it is
   * 0.07 (by moments, 54 students with five or more pairs), and 0.72 of struggling pairs are such.
   */
  static final double STRUGGLING_SHARE_SPREAD = 0.10;

  /** Chance that an attempt solves the item, in each part of the mixture. */
  static final double SOLVES_WHEN_FLUENT = 0.756;

  static final double SOLVES_WHEN_STRUGGLING = 0.106;

  /** Chance of giving the item up after a failure: 185 pairs given up in 1,988 failures. */
  static final double GIVES_UP_AFTER_FAILURE = 0.093;

  /** Hints after a failure: 298 in 1,988, by those who chain hints and by the others. */
  static final double HINT_CHAIN_AFTER_FAILURE = 0.5;

  static final double HINT_AFTER_FAILURE = 0.041;

  /** Seconds between two actions on an item that end in an attempt. */
  static final double ATTEMPT_GAP_MEAN_SECONDS = 64.4;

  /** Shape of the log-normal gaps: judgement, since ITAP's times are whole minutes. */
  static final double GAP_SIGMA = 0.8;

  /** With the first attempt's own gap this is the 150 s between items. */
  static final double BETWEEN_ITEMS_MEAN_SECONDS = 85;

  /** Failed attempts without any point, of the exam. */
  static final double ZERO_SCORE_SHARE = 0.30;

  // judgement from here on

  static final double BORED_AT_ITEM_START = 0.03;
  static final double KEY_GAP_SECONDS = 0.28;
  static final double BACKSPACE_SHARE = 0.07;
  static final double BACKSPACE_SHARE_WHEN_ERASING = 0.48;
  static final double TYPING_ERROR_SHARE = 0.004;
  static final double RATES_AFTER_SOLVING = 0.08;
  static final double RATES_AFTER_GIVING_UP = 0.3;

  private FittedRates() {}
}
