package io.gaia.client.coordination;

/**
 * A daily window; one that ends before it starts runs over midnight.
 *
 * @param start such as {@code 09:00}, inside
 * @param end such as {@code 17:30}, outside
 * @param timeZone such as {@code Europe/Berlin}
 */
public record TimeWindow(String start, String end, String timeZone) {}
