package io.gaia.bench.quality.play;

/**
 * A moment that is judged.
 *
 * @param group see {@link io.gaia.bench.quality.truth.Truth.Verdict}
 * @param fittedOn whether weights may have been fitted on this student
 */
public record Case(String group, boolean fittedOn, boolean stuck, Moment moment) {}
