package io.gaia.server.classroom;

import java.time.Instant;
import java.util.Map;

/**
 * What erasing a student did.
 *
 * @param studentHash what is remembered of the student
 * @param rows how many were removed or changed, by table; empty without a database
 * @param everywhereBy by then no topic keeps anything of the student either
 */
record ErasureOutcome(
    String studentHash, Instant erasedAt, Map<String, Long> rows, Instant everywhereBy) {}
