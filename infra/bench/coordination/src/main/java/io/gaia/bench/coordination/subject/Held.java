package io.gaia.bench.coordination.subject;

/**
 * A task in a client's hands.
 *
 * @param fence 0 where there is none
 */
public record Held(String id, long fence) {}
