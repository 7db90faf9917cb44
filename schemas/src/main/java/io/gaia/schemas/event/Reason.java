package io.gaia.schemas.event;

/**
 * One signal's part in a score, in a teacher's words.
 *
 * @param signal its name in the signal table, such as {@code failure_streak}
 * @param text such as "5 wrong answers on 'fractions 4' in 2 minutes"
 * @param value the number behind the text: a count, a share or seconds
 * @param share its part of the score, 0 to 1
 */
public record Reason(String signal, String text, double value, double share) {}
