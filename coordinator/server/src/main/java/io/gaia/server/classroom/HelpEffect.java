package io.gaia.server.classroom;

import java.util.Optional;

/**
 * How long the student took to be calm after help, beside those who had none.
 *
 * @param secondsToCalm from the help to the end of the episode that it came in; absent while that
 *     lasts
 * @param similarCount episodes without help of the class's last thirty days that were of the same
 *     app, kind and severity, and had lasted as long as this one when help came
 * @param similarSecondsToCalm how long those went on from there, the median; absent without any
 */
public record HelpEffect(
    String interventionId,
    Optional<Double> secondsToCalm,
    long similarCount,
    Optional<Double> similarSecondsToCalm) {}
