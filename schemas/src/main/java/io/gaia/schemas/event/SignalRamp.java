package io.gaia.schemas.event;

/**
 * Where a signal begins to count.
 *
 * @param watch the value at which a teacher would begin to look
 * @param act the value at which a teacher would act, and from which more counts no more
 */
public record SignalRamp(Double watch, Double act) {}
