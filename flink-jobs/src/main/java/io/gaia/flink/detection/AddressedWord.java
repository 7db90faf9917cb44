package io.gaia.flink.detection;

import io.gaia.flink.detection.model.AlertWord;

/**
 * A word and whom it is for.
 *
 * @param teacherId of a class without a known teacher a name that no teacher has
 */
public record AddressedWord(String teacherId, AlertWord word) {}
