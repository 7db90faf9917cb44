package io.gaia.bench.quality.truth;

/**
 * A student was stuck on an item.
 *
 * @param kind how it showed
 * @param since the first failure, epoch milliseconds
 * @param evidentAt when the label could be known: whoever is told earlier has that much time
 * @param until when it was over; {@link Long#MAX_VALUE} when it never was
 */
public record Struggle(
    String studentId, String itemId, String kind, long since, long evidentAt, long until) {}
