package io.gaia.flink.detection.model;

/**
 * One signal at one moment.
 *
 * @param value the number behind it, in the unit of its rule
 * @param intensity 0 to 1
 * @param share its part of the score
 * @param text in a teacher's words
 */
public record Contribution(
    Signal signal, double value, double intensity, double share, String text) {}
