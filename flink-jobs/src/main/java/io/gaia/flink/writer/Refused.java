package io.gaia.flink.writer;

import io.gaia.flink.common.RawRecord;

/**
 * A record that gave no row.
 *
 * @param reason in words
 */
record Refused(RawRecord origin, String reason) {}
