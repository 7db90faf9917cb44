package io.gaia.client.coordination;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param nextCursor where the next part begins; absent after the last
 */
public record Page<T>(List<T> items, Optional<String> nextCursor) {}
